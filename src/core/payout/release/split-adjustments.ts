import { absolute, type MicroUsd } from '../../money/micro.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';

/** Adjustments of a wallet one way that are more together than one may be; micro-dollars, with their sign. */
export interface SplitAdjustments {
  readonly wallet: string;
  readonly amount: MicroUsd;
  readonly adjustments: number;
}

/**
 * R17: several adjustments of a wallet one way, each within `payouts.max_adjustment_usd` and together beyond it: told to
 * whoever makes the last of them and whoever releases them, because the cap is on one. By wallet in the order of the first.
 *
 * @param cap null without one
 */
export function splitAdjustments(adjustments: readonly LedgerEntry[], cap: MicroUsd | null): SplitAdjustments[] {
  if (cap === null) return [];
  const sums = new Map<string, SplitAdjustments>();
  for (const { wallet, amount } of adjustments) {
    const key = `${wallet} ${amount < 0n ? 'off' : 'on'}`;
    const before = sums.get(key) ?? { wallet, amount: 0n, adjustments: 0 };
    sums.set(key, { wallet, amount: before.amount + amount, adjustments: before.adjustments + 1 });
  }
  return [...sums.values()].filter((each) => each.adjustments > 1 && absolute(each.amount) > cap);
}
