import type { MonthUsage } from './month-usage.ts';
import type { OwnWork, PointsOfMonth } from './month-work.ts';
import type { RefundedJobs } from './refunded-jobs.ts';
import type { Signal } from './signals.ts';

/** What a month's rows of a table were, so that a close can cite them. */
export interface TableContent {
  /** Rows whose instant falls in the month, their span, and a hash of their content in any order. */
  readonly rows: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly sha256: string;
}

/** What a month took of a table of jobs that stays on its server, so that it can be computed again without it (R16). */
export interface UsageRecord {
  readonly table: TableContent & {
    /** As usage.source names it. */
    readonly name: string;
  };
  /** The month's own usage, without late jobs. */
  readonly usage: MonthUsage;
  /** The same jobs by worker, model and reason. */
  readonly work: OwnWork;
  readonly signals: readonly Signal[];
  /** Credited jobs that another row says were refunded; null where there are none, and in the record of an earlier version. */
  readonly refunded: Omit<RefundedJobs, 'source'> | null;
  /** Wallets that are due more or less for a final month than was credited for it: all that they are due, and the month. */
  readonly seen: readonly PointsOfMonth[];
}
