import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import { millionths, type Unit } from '../../../core/explanation/tree/amount.ts';
import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import { LargestParts } from '../../../core/explanation/tree/largest-parts.ts';
import type { ReconciliationLine } from '../../../core/reconciliation/reconciliation-line.ts';
import type { SourceLine } from '../../../core/revenue/provider.ts';
import type { CloseContext } from '../../close/facts/close-context.ts';

/** A line of reconciliation.csv whose rows are asked for. */
export interface AskedLine {
  readonly context: CloseContext;
  readonly line: ReconciliationLine;
  /** All lines of its month. */
  readonly lines: readonly ReconciliationLine[];
  /** The provider's statements that were compared. */
  readonly compared: readonly Pick<ImportRecord, 'name' | 'sha256' | 'kind'>[];
  readonly unit: Unit;
  readonly nameOf: (sha256: string) => string;
  /** How many rows are shown one by one. */
  readonly most: number;
}

/** What is behind the two sides of a line. */
export interface SidesOfLine {
  readonly ours: readonly Explanation[];
  readonly theirs: readonly Explanation[];
}

/** What a row or a unit counts, in millionths. */
export const ONE = 1_000_000n;

/** A row with what the line counts of it, millionths. */
export interface RowBehind extends SourceLine {
  /** What of the row it is. */
  readonly what: string;
  readonly amount: bigint;
  readonly formula?: string;
}

/** The largest rows one by one, in the order in which they come, and what the others come to. */
export function shownRows(
  { most, unit, nameOf }: Pick<AskedLine, 'most' | 'unit' | 'nameOf'>,
  rows: Iterable<RowBehind>,
): Explanation[] {
  const largest = new LargestParts<RowBehind>(most);
  for (const row of rows) largest.add(row.amount, row);
  return largest.parts(
    (amount) => millionths(amount, unit),
    'row',
    ({ what, input, line, formula = '' }, amount) =>
      explained({
        label: `${what}: row ${line} of ${nameOf(input)}`,
        amount: millionths(amount, unit),
        formula,
        source: { input, line },
      }),
  );
}
