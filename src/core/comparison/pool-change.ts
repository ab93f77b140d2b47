import { Exact, exactFromMicro, formatExact } from '../money/exact-decimal.ts';
import type { MicroUsd } from '../money/micro.ts';
import type { SharedRevenue } from '../pool/revenue-at-share.ts';

/** What pool.csv says of a pool, for the whole month. */
export interface ReportedPool {
  readonly netRevenue: MicroUsd;
  /** The month's own, as written, e.g. 0.51. */
  readonly share: string;
  /** Net revenue by the share that applies to it. */
  readonly revenue: SharedRevenue;
  readonly pool: Exact;
  readonly carriedIn: Exact;
  readonly distributable: MicroUsd;
  readonly distributed: MicroUsd;
  readonly carriedOut: Exact;
}

/** Why a pool differs, exactly: the three causes sum to the difference of what can be distributed before its floor. */
export interface PoolChange {
  /**
   * (net revenue after - before) x share before; of adjustments of months with another share, the difference x that share.
   */
  readonly byNetRevenue: Exact;
  /** Net revenue after, without such adjustments, x (share after - before). */
  readonly byShare: Exact;
  readonly byCarriedIn: Exact;
}

/** Throws when the causes do not sum to the difference of pool and carried in: that is a fault of the program. */
export function poolChange(from: ReportedPool, to: ReportedPool): PoolChange {
  const [before, after] = [from.revenue.own, to.revenue.own];
  const byOwn = exactFromMicro(after.netRevenue - before.netRevenue).times(new Exact(before.share));
  const change = {
    byNetRevenue: byOwn.plus(ofOtherShares(to)).minus(ofOtherShares(from)),
    byShare: exactFromMicro(after.netRevenue).times(new Exact(after.share).minus(before.share)),
    byCarriedIn: to.carriedIn.minus(from.carriedIn),
  };
  const explained = change.byNetRevenue.plus(change.byShare).plus(change.byCarriedIn);
  const difference = to.pool.plus(to.carriedIn).minus(from.pool).minus(from.carriedIn);
  if (!explained.equals(difference)) {
    throw new Error(
      `the causes of the pool sum to ${formatExact(explained)}, and the difference is ${formatExact(difference)}`,
    );
  }
  return change;
}

/** The pool's part that adjusts months with another share. */
function ofOtherShares({ revenue }: ReportedPool): Exact {
  return revenue.ofOtherShares.reduce(
    (sum, { share, netRevenue }) => sum.plus(exactFromMicro(netRevenue).times(new Exact(share))),
    new Exact(0),
  );
}
