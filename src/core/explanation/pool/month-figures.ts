import type { ReportedLine } from '../../comparison/comparison.ts';
import type { ReportedPool } from '../../comparison/pool-change.ts';
import type { Month } from '../../month/month.ts';
import type { EarnedPart } from '../../pool/split.ts';
import type { Explanation } from '../tree/explanation.ts';
import type { RevenueParts } from './revenue-parts.ts';

/** What the figures of a month are explained from: what its reports say, and the postings behind them. */
export interface MonthFigures {
  readonly month: Month;
  /** estimate, review, final; of a month that was computed to be explained, what it is. */
  readonly state: string;
  /** The rows of pool.csv in their order. */
  readonly lines: readonly ReportedLine[];
  readonly pool: ReportedPool;
  /** The rows of payouts.csv in their order; wallets with checksum. */
  readonly parts: readonly EarnedPart[];
  readonly revenue: RevenueParts;
  /** Why the month carries in what it does: of the month before. Null where that is not explained. */
  readonly carriedFrom: Explanation | null;
  /** How many rows of a list are shown one by one. */
  readonly most: number;
}

/** The row of pool.csv that a line of a provider stands in, the header being row 1. */
export function poolRow({ lines }: Pick<MonthFigures, 'lines'>, line: string, provider: string): number | null {
  const at = lines.findIndex((each) => each.line === line && each.provider === provider);
  return at === -1 ? null : at + FIRST_ROW;
}

/** The first row of a report below its header. */
export const FIRST_ROW = 2;
