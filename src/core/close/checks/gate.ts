import type { Month } from '../../month/month.ts';
import type { ClosedBooks } from '../closed-books.ts';
import type { MonthClose } from '../month-close.ts';

/** Whether a month may become final, seen through one check. `open` needs a person, `blocked` needs time or an import. */
export interface Gate {
  readonly name: string;
  readonly state: 'ok' | 'open' | 'blocked';
  readonly why: string;
  /** What to do; empty when it is ok. */
  readonly remedy: string;
}

/** An input as the gates see it. */
export interface GateImport {
  readonly kind: string;
  readonly name: string;
  /** Span of its rows, ms UTC. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Apple day `YYYY-MM-DD` or Google month `YYYYMM`. */
  readonly period: string;
  readonly rows: number;
}

/** A stretch that coverage.csv declares to be without sales; whole UTC days, both ends included. */
export interface CoverageMark {
  readonly provider: string;
  readonly from: string;
  readonly to: string;
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
  readonly marks: readonly CoverageMark[];
  /** Longest stretch of the month without any job row, ms, and where it begins; null when the month has no rows. */
  readonly longestJobGap: { readonly fromMs: number; readonly lengthMs: number } | null;
  /** close.job_gap_hours of revshare.yaml. */
  readonly jobGapHours: number;
  /** close.flux_limit of revshare.yaml as a fraction, e.g. 0.25; null when there is none. */
  readonly fluxLimit: string | null;
  /** Net revenue of the month before, micro-dollars; null for the first month. */
  readonly previousNetRevenue: bigint | null;
  /** A person's reason for a change beyond the limit; null without one. */
  readonly fluxReason: string | null;
  /** Rows of every input in force, and how many of them the close accounted for. */
  readonly rowAccounts: readonly { readonly name: string; readonly rows: number; readonly accounted: number }[];
  /** Wallet links and participation rows that the last final month used and that are gone now. */
  readonly shrunkLists: readonly string[];
  /** Control totals that do not tie: what and by how much. */
  readonly controlDifferences: readonly string[];
}
