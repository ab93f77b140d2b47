import { Exact } from '../money/exact-decimal.ts';
import type { Month } from '../month/month.ts';
import { inForce, type OverTime } from '../policy/over-time.ts';
import { computePool } from '../pool/pool.ts';
import { byShare, type SharedRevenue } from '../pool/revenue-at-share.ts';
import type { RecognitionPolicy, RefundRule } from '../revenue/posted-over-time.ts';
import type { MonthUsage } from '../usage/month-usage.ts';
import type { EarlierMonth } from './month-close.ts';
import type { NetRevenue } from './net-revenue.ts';
import type { SharedFeePolicy } from './shared-fees.ts';

/** Rules that decide a month's figures, beside products and usage. */
export interface CloseRules {
  /** `pool.share` as written, e.g. 0.51. */
  readonly share: string;
  readonly refunds: RefundRule;
  readonly sharedFees: SharedFeePolicy;
}

/** The part of revshare.yaml that decides months' figures, beside products and usage. */
export interface PolicyOfClose extends RecognitionPolicy {
  readonly rules: OverTime<CloseRules>;
}

/** What pools need of a month's net revenue. */
export type RevenueOfPool = Pick<NetRevenue, 'total' | 'ofFinalMonths'>;

/** R10: what earlier open months carry is computed from them in order, from what the last final month carries on. */
export function poolsInOrder(
  policy: PolicyOfClose,
  usages: readonly MonthUsage[],
  carriedOutOfFinal: Exact,
  revenueOf: (month: Month) => RevenueOfPool,
): EarlierMonth[] {
  let carriedIn = carriedOutOfFinal;
  return usages.map(({ month, rows, wallets }) => {
    const pool = computePool(revenueByShare(policy, month, revenueOf(month)), carriedIn, wallets);
    const usageMissing = rows === 0;
    // Unknown usage is not no usage: nothing is carried on from such a month meanwhile.
    carriedIn = usageMissing ? new Exact(0) : pool.carriedOut;
    return { month, pool, usageMissing };
  });
}

/** R10: an adjustment takes the share of its original month, everything else that of the month it posts in. */
function revenueByShare(
  { rules }: PolicyOfClose,
  month: Month,
  { total, ofFinalMonths }: RevenueOfPool,
): SharedRevenue {
  const adjusted = [...ofFinalMonths].map(([original, netRevenue]) => {
    return { share: inForce(rules, original).share, netRevenue };
  });
  return byShare(inForce(rules, month).share, total, adjusted);
}
