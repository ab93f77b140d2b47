import { Exact, exactFromMicro, formatExact } from '../money/exact-decimal.ts';
import type { MicroUsd } from '../money/micro.ts';

/** What pool.csv says of a pool, for the whole month. */
export interface ReportedPool {
  readonly netRevenue: MicroUsd;
  /** As written, e.g. 0.51. */
  readonly share: string;
  readonly pool: Exact;
  readonly carriedIn: Exact;
  readonly distributable: MicroUsd;
  readonly distributed: MicroUsd;
  readonly carriedOut: Exact;
}

/** Why a pool differs, exactly: the three causes sum to the difference of what can be distributed before its floor. */
export interface PoolChange {
  /** (net revenue after - before) x share before. */
  readonly byNetRevenue: Exact;
  /** Net revenue after x (share after - before). */
  readonly byShare: Exact;
  readonly byCarriedIn: Exact;
}

/** Throws when the causes do not sum to the difference of pool and carried in: that is a fault of the program. */
export function poolChange(from: ReportedPool, to: ReportedPool): PoolChange {
  const change = {
    byNetRevenue: exactFromMicro(to.netRevenue - from.netRevenue).times(new Exact(from.share)),
    byShare: exactFromMicro(to.netRevenue).times(new Exact(to.share).minus(from.share)),
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
