import { Exact } from '../money/exact-decimal.ts';
import type { MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import { computePool } from '../pool/pool.ts';
import type { RecognitionPolicy } from '../revenue/posted-over-time.ts';
import type { MonthUsage } from '../usage/month-usage.ts';
import type { EarlierMonth } from './month-close.ts';
import type { SharedFeePolicy } from './shared-fees.ts';

/** The part of revshare.yaml that decides a month's figures, beside products and usage. */
export interface PolicyOfClose extends RecognitionPolicy {
  /** `pool.share` as written, e.g. 0.51. */
  readonly share: string;
  readonly sharedFees: SharedFeePolicy;
}

/** R10: what earlier open months carry is computed from them in order, from what the last final month carries on. */
export function poolsInOrder(
  policy: PolicyOfClose,
  usages: readonly MonthUsage[],
  carriedOutOfFinal: Exact,
  netRevenueOf: (month: Month) => MicroUsd,
): EarlierMonth[] {
  let carriedIn = carriedOutOfFinal;
  return usages.map((usage) => {
    const pool = computePool(netRevenueOf(usage.month), policy.share, carriedIn, usage.wallets);
    const usageMissing = usage.rows === 0;
    // Unknown usage is not no usage: nothing is carried on from such a month meanwhile.
    carriedIn = usageMissing ? new Exact(0) : pool.carriedOut;
    return { month: usage.month, pool, usageMissing };
  });
}
