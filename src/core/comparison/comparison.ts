import type { MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import type { PoolChange, ReportedPool } from './pool-change.ts';
import type { RevenueChange } from './revenue-change.ts';
import type { ReportedPart, WalletChange } from './wallet-changes.ts';

/** A line of pool.csv. */
export interface ReportedLine {
  readonly line: string;
  readonly provider: string;
  /** Plain decimal text. */
  readonly amount: string;
}

/** One side of a comparison: what the reports of a month say of it as a whole. */
export interface ReportedSide {
  readonly month: Month;
  /** estimate, review or final; of a side that was computed for the comparison, what it is. */
  readonly state: string;
  readonly digest: string;
  readonly lines: readonly ReportedLine[];
  readonly pool: ReportedPool;
  readonly parts: readonly (ReportedPart & { readonly jobs: number })[];
}

/** Two sides and every cause of their difference, exactly. */
export interface Comparison {
  readonly from: ReportedSide;
  readonly to: ReportedSide;
  readonly revenue: RevenueChange;
  readonly pool: PoolChange;
  /** Every wallet that changes, the largest change first. */
  readonly wallets: readonly WalletChange[];
  /** What a reader must know about how the sides could be compared. */
  readonly notes: readonly string[];
}

/** What a refunded charge posts in one month, net of tax and fee, without and with the refund; micro-dollars. */
export interface SupposedMonth {
  readonly month: Month;
  readonly before: MicroUsd;
  readonly after: MicroUsd;
  /** `pool.share` of the month. */
  readonly share: string;
}

/** A month under its own rules and under others. */
export interface WhatIf {
  /** What is supposed beside other rules, each in words. */
  readonly supposed: readonly string[];
  /** Of a refund: the months in which the charge posts. */
  readonly months: readonly SupposedMonth[];
  /** As last reported; null when there are no reports. */
  readonly reported: ReportedSide | null;
  /** From the same rules to the other ones, both as now known. */
  readonly change: Comparison;
}
