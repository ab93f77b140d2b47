import type { Deferral } from '../deferral/deferral.ts';
import type { Month } from '../month/month.ts';
import type { Pool } from '../pool/pool.ts';
import type { MonthUsage } from '../usage/month-usage.ts';
import type { WithheldWallet } from './decision.ts';
import type { ExclusionTotal } from './exclusion.ts';
import type { JudgedFinding } from './judged-finding.ts';
import type { LastDay } from './last-day.ts';
import type { NetRevenue } from './net-revenue.ts';
import type { SharedFeeShare } from './shared-fees.ts';
import type { Warning } from './warnings/warning.ts';

/** An earlier month's pool, as computed on the way: the next one's carried in comes from it (R10). */
export interface EarlierMonth {
  readonly month: Month;
  readonly pool: Pool;
  /** No job row falls in the month: its usage is unknown, and it carries nothing on. */
  readonly usageMissing: boolean;
}

/**
 * The result of a close, as one value that can be printed, hashed, saved or applied. The month's postings are not in
 * it: there may be millions, and the fold has handed them out one by one (see MonthFold).
 */
export interface MonthClose {
  readonly month: Month;
  readonly revenue: NetRevenue;
  readonly pool: Pool;
  readonly usage: MonthUsage;
  readonly exclusions: readonly ExclusionTotal[];
  readonly findings: readonly JudgedFinding[];
  readonly earlier: readonly EarlierMonth[];
  readonly deferral: Deferral;
  /** Worth a look; no figure and no digest depends on them. */
  readonly warnings: readonly Warning[];
  /** Apple's money that is dated on the month's last day: the part that another clock could move (R1). */
  readonly appleLastDay: LastDay;
  /** Of each provider whose stand-alone fees of the month count in part: what part (R9). */
  readonly feeShares: readonly SharedFeeShare[];
  readonly postings: number;
  /** Wallets whose part is computed as ever and not to be paid yet. */
  readonly withheld: readonly WithheldWallet[];
}
