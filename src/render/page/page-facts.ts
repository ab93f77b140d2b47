import type { Gate } from '../../core/close/checks/gate.ts';
import type { DecisionBook } from '../../core/close/decision.ts';
import type { MonthClose } from '../../core/close/month-close.ts';
import type { ForwardMonth } from '../../core/deferral/forward.ts';
import type { MonthChange } from '../../core/overview/month-change.ts';
import type { MonthFigures } from '../../core/overview/month-figures.ts';
import type { PostingFigures } from '../../core/overview/posting-figures.ts';
import type { LargestJob } from '../../core/usage/largest-jobs.ts';
import type { MonthWork } from '../../core/usage/month-work.ts';
import type { ShownException } from '../reports/exceptions-csv.ts';
import type { PayoutRow } from '../reports/payouts-csv.ts';

/** What report.html says of a month: what the other reports say, and what becomes of it next. */
export interface PageFacts {
  readonly close: MonthClose;
  readonly state: string;
  readonly digest: string;
  /** `YYYY-MM-DD` (R14). */
  readonly payoutDue: string;
  readonly exceptions: readonly ShownException[];
  /** Null once they are passed: the month is final. */
  readonly gates: readonly Gate[] | null;
  readonly decisions: DecisionBook;
  /** Up to the month, in order. */
  readonly months: readonly MonthFigures[];
  /** In the order of payouts.csv. */
  readonly payouts: readonly PayoutRow[];
  /** The month's jobs by wallet. */
  readonly work: MonthWork;
  /** The largest jobs of the wallets with most points, by wallet; empty where no log has them. */
  readonly largest: readonly LargestJob[];
  readonly postings: PostingFigures;
  /** Null for the first month. */
  readonly change: MonthChange | null;
  /** The months after it. */
  readonly forward: readonly ForwardMonth[];
  /** Warnings and signals: worth a look. */
  readonly warnings: number;
  /** The name of an input by its hash. */
  readonly fileOf: (input: string) => string;
}

/** Exceptions without a decision. */
export function openOf({ exceptions }: Pick<PageFacts, 'exceptions'>): ShownException[] {
  return exceptions.filter(({ decision }) => decision === '');
}

/** The month's credited Spark. */
export function creditedPoints({ pool }: MonthClose): bigint {
  return pool.parts.reduce((sum, part) => sum + part.points, 0n);
}
