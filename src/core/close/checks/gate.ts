import type { Month } from '../../month/month.ts';
import type { Provider } from '../../revenue/provider.ts';
import type { ClosedBooks } from '../closed-books.ts';
import type { ImportRecord } from '../import-record.ts';
import type { MonthClose } from '../month-close.ts';
import type { FateSum } from '../row-fates.ts';
import type { ChangesSinceFinal } from './policy-unchanged.ts';

/**
 * Whether a month may become final, seen through one check. `open` needs a person: a file, a mark, a decision or a
 * reason; `blocked` needs time, or another month first.
 */
export interface Gate {
  readonly name: string;
  readonly state: 'ok' | 'open' | 'blocked';
  readonly why: string;
  /** What to do; empty when it is ok. */
  readonly remedy: string;
}

/** Calendar days as `YYYY-MM-DD`, both ends included: they compare as texts. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** An input in force as the gates see it. */
export interface GateImport extends Pick<ImportRecord, 'kind' | 'name' | 'period'> {
  /** Whole UTC days that a Stripe ledger file covers; null for other kinds, and for one that covers no whole day. */
  readonly covers: DayRange | null;
}

/** A stretch that coverage.csv declares to be without sales, or without jobs. */
export interface CoverageMark extends DayRange {
  readonly provider: Provider | 'job-log';
}

/** A row of coverage.csv. */
export interface CoverageRow extends CoverageMark {
  /** For people. */
  readonly note: string;
}

/** A stretch without any job row, ms UTC, half-open. */
export interface JobGap {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Rows of an input in force, how many of them are kept, and what became of those of money. */
export interface RowAccount {
  readonly name: string;
  readonly rows: number;
  readonly kept: number;
  /** Rows of money that count: those of which another file in force holds the copy that counts are not among them. */
  readonly inForce: number;
  readonly fates: readonly FateSum[];
}

/** Everything the gates look at. Each gate is a pure function of it, in a file of its own. */
export interface GateInput {
  readonly month: Month;
  readonly firstMonth: Month;
  readonly asOfMs: number;
  readonly close: MonthClose;
  readonly books: ClosedBooks;
  /** Inputs in force. */
  readonly imports: readonly GateImport[];
  /** Stores for which a plan of revshare.yaml names a product. */
  readonly soldThrough: readonly Provider[];
  readonly marks: readonly CoverageMark[];
  /** Stretches of the month without any job row that are longer than an hour, in order; null when it has no row. */
  readonly jobGaps: readonly JobGap[] | null;
  /** close.job_gap_hours of revshare.yaml. */
  readonly jobGapHours: number;
  /** close.flux_limit of revshare.yaml as a fraction, e.g. 0.25; null when there is none. */
  readonly fluxLimit: string | null;
  /** Net revenue of the month before, micro-dollars; null for the first month. */
  readonly previousNetRevenue: bigint | null;
  /** A person's reason for a change beyond the limit; null without one. */
  readonly fluxReason: string | null;
  readonly rowAccounts: readonly RowAccount[];
  /** Wallet links and participation rows that the last final month used and that are gone now. */
  readonly shrunkLists: readonly string[];
  /** A person's reason for them; null without one. */
  readonly listsReason: string | null;
  /** What is another in the policy than in the last final month's, without a date. */
  readonly policyChanges: ChangesSinceFinal;
  /** A person's reason for it; null without one. */
  readonly policyReason: string | null;
  /** Control totals of the month that were compared, and what does not tie. */
  readonly controls: ControlTotals;
  /** A person's reason for what does not tie or was not compared; null without one. */
  readonly controlsReason: string | null;
}

/** What the providers' own totals say of the month. */
export interface ControlTotals {
  /** Files whose totals were compared. */
  readonly compared: readonly string[];
  /** Files with totals that this version does not compare with the month, and why. */
  readonly notCompared: readonly string[];
  /** What does not tie, and by how much. */
  readonly differences: readonly string[];
}

/** A check that found nothing to do. */
export function ok(name: string, why: string): Gate {
  return { name, state: 'ok', why, remedy: '' };
}
