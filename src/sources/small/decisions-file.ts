import { unescapeFormula } from '../../core/text/formula-escape.ts';
import type { ProblemCode } from '../../problems/catalogue.ts';
import type { TableRow } from '../reading/table-row.ts';
import type { SmallFile } from './small-file.ts';

/** A row of exceptions.csv as a person gave it back, its formula escapes undone. */
export interface DecisionRow {
  readonly code: string;
  /** The file and line of the exception; empty in a row that was added by hand. */
  readonly file: string;
  readonly line: string;
  readonly decision: string;
  readonly note: string;
  /** A subject, or a pattern of subjects. */
  readonly subject: string;
  /** Of a pattern: only exceptions of this cause; empty for any. */
  readonly cause: string;
}

/** Notes that the row cannot be applied, at one of its columns. */
export type FailRow = (
  code: ProblemCode,
  column: 'code' | 'decision' | 'note' | 'subject',
  message: string,
  remedy?: string,
) => void;

/**
 * exceptions.csv, filled in: decision and note are read back, code and subject say what they are about. `judge` sees
 * every row with a decision and makes of it what it decides; rows without one are null.
 */
export function decisionsFile<Judged>(
  judge: (row: DecisionRow, fail: FailRow) => Judged | null,
): SmallFile<Judged | null> {
  return {
    columns: [
      { name: 'code', needed: true },
      { name: 'file', needed: false },
      { name: 'line', needed: false },
      { name: 'cause', needed: false },
      { name: 'decision', needed: true },
      { name: 'note', needed: true },
      { name: 'subject', needed: true },
    ],
    read(row) {
      const found = decisionRow(row);
      if (found.decision === '') return null;
      return judge(found, (code, column, message, remedy) => row.fail(code, column, message, remedy));
    },
  };
}

function decisionRow(row: TableRow): DecisionRow {
  const text = (column: string): string => unescapeFormula(row.text(column));
  return {
    code: text('code'),
    file: text('file'),
    line: text('line'),
    decision: text('decision'),
    note: text('note'),
    subject: text('subject'),
    cause: text('cause'),
  };
}
