import { exactFromText } from '../../money/exact-decimal.ts';
import { type MicroUsd, microFromText } from '../../money/micro.ts';
import { unescapeFormula } from '../../text/formula-escape.ts';
import { exactUsd } from './amount.ts';
import { type Explanation, explained, type ReportCell } from './explanation.ts';

/** A row of a report that is explained, by its cells as they stand there. */
export interface ExplainedRow {
  readonly file: string;
  /** The header is row 1. */
  readonly row: number;
  readonly cells: ReadonlyMap<string, string>;
}

/** What a cell says, without what keeps a spreadsheet from running it; empty where the row has no such column. */
export function textIn({ cells }: Pick<ExplainedRow, 'cells'>, column: string): string {
  return unescapeFormula(cells.get(column) ?? '');
}

/** The millionths that a cell says; nothing where it is empty. */
export function microIn({ cells }: Pick<ExplainedRow, 'cells'>, column: string): MicroUsd {
  const text = cells.get(column) ?? '';
  return text === '' ? 0n : microFromText(text);
}

/** Where a cell of the row stands. */
export function cellIn({ file, row }: ExplainedRow, column: string): ReportCell {
  return { file, row, column };
}

/** A cell in dollars as a figure of its own, with nothing behind it. */
export function dollarsIn(row: ExplainedRow, column: string, label: string): Explanation {
  const text = row.cells.get(column) ?? '';
  return explained({ label, amount: exactUsd(exactFromText(text === '' ? '0' : text)), cell: cellIn(row, column) });
}
