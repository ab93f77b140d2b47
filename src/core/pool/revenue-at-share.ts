import { Exact, exactFromMicro } from '../money/exact-decimal.ts';
import type { MicroUsd } from '../money/micro.ts';

/** The part of a month's net revenue that one share applies to (R10, R14). */
export interface RevenueAtShare {
  /** `pool.share` as written, e.g. 0.51. */
  readonly share: string;
  readonly netRevenue: MicroUsd;
}

/**
 * A month's net revenue by share: what posts for the month itself at the month's own share, and what adjusts a final
 * month at that month's.
 */
export interface SharedRevenue {
  readonly own: RevenueAtShare;
  /** Adjustments of months that had another share; each share once, none at zero, in order of the shares. */
  readonly ofOtherShares: readonly RevenueAtShare[];
}

/** Net revenue that one share applies to as a whole. */
export function allAtShare(share: string, netRevenue: MicroUsd): SharedRevenue {
  return { own: { share, netRevenue }, ofOtherShares: [] };
}

/**
 * R10: divides a month's net revenue by share.
 *
 * @param adjusted what of the total adjusts which share's months, several of one share allowed
 */
export function byShare(share: string, total: MicroUsd, adjusted: readonly RevenueAtShare[]): SharedRevenue {
  const others = new Map<string, MicroUsd>();
  for (const each of adjusted) {
    if (each.share !== share) others.set(each.share, (others.get(each.share) ?? 0n) + each.netRevenue);
  }
  const ofOtherShares = [...others]
    .filter(([, netRevenue]) => netRevenue !== 0n)
    .map(([other, netRevenue]) => ({ share: other, netRevenue }))
    .sort((a, b) => new Exact(a.share).comparedTo(b.share));
  const own = ofOtherShares.reduce((rest, { netRevenue }) => rest - netRevenue, total);
  return { own: { share, netRevenue: own }, ofOtherShares };
}

/** Every part of it, the month's own first. */
export function partsByShare({ own, ofOtherShares }: SharedRevenue): RevenueAtShare[] {
  return [own, ...ofOtherShares];
}

/** The workers' share of revenue, exact: each part times its share (R10). */
export function shareOf(revenue: SharedRevenue): Exact {
  return partsByShare(revenue).reduce(
    (sum, { share, netRevenue }) => sum.plus(exactFromMicro(netRevenue).times(new Exact(share))),
    new Exact(0),
  );
}

/** All of it, whatever its share. */
export function totalOf(revenue: SharedRevenue): MicroUsd {
  return partsByShare(revenue).reduce((sum, { netRevenue }) => sum + netRevenue, 0n);
}
