import { type Exact, exactFromMicro, floorToMicro } from '../money/exact-decimal.ts';
import type { MicroSpark, MicroUsd } from '../money/micro.ts';
import { type SharedRevenue, shareOf, totalOf } from './revenue-at-share.ts';
import { type EarnedPart, split, type WalletPoints } from './split.ts';

/** What one month's pool is made of and where it went (R10, R13). Exact decimals in dollars are never rounded. */
export interface Pool {
  readonly netRevenue: MicroUsd;
  /** The month's own share, as written. */
  readonly share: string;
  /** Net revenue by the share that applies to it. */
  readonly revenue: SharedRevenue;
  /** Net revenue, each part times its share. */
  readonly pool: Exact;
  readonly carriedIn: Exact;
  /** Floor of pool + carried in to the micro-dollar; 0 when that is not positive, or nobody has points. */
  readonly distributable: MicroUsd;
  readonly parts: readonly EarnedPart[];
  /** Sum of the parts. */
  readonly distributed: MicroUsd;
  /** distributable - distributed: what flooring each part left over. */
  readonly dust: MicroUsd;
  /** pool + carried in - distributed, unrounded. A deficit is carried as a negative amount. */
  readonly carriedOut: Exact;
  /** net revenue - pool: a subtraction, never a second multiplication. */
  readonly platform: Exact;
}

/** R10: zero or negative pays nothing and no wallet ever owes; the whole is carried. */
export function computePool(revenue: SharedRevenue, carriedIn: Exact, points: readonly WalletPoints[]): Pool {
  const netRevenue = totalOf(revenue);
  const pool = shareOf(revenue);
  const available = pool.plus(carriedIn);
  const allPoints = points.reduce<MicroSpark>((sum, wallet) => sum + wallet.points, 0n);
  const distributable = available.greaterThan(0) && allPoints > 0n ? floorToMicro(available) : 0n;
  const parts = split(distributable, points);
  const distributed = parts.reduce((sum, part) => sum + part.earned, 0n);
  return {
    netRevenue,
    share: revenue.own.share,
    revenue,
    pool,
    carriedIn,
    distributable,
    parts,
    distributed,
    dust: distributable - distributed,
    carriedOut: available.minus(exactFromMicro(distributed)),
    platform: exactFromMicro(netRevenue).minus(pool),
  };
}
