import { hasAddressForm } from '../../wallet/checksum-address.ts';
import type { PayoutLine } from '../ledger/batch.ts';

/** A line whose destination is new to its wallet, and is that of other wallets too. */
export interface SharedDestination {
  readonly line: PayoutLine;
  /** Wallets that the batch pays there as well, or that were last paid there; in order, never empty. */
  readonly others: readonly string[];
}

/**
 * R17: the lines that send where other wallets are paid too, and did not before: how pay is redirected. Wallets that were
 * all last paid there are no news. In the order of the lines.
 *
 * @param last the line of each wallet of which something was sent, the latest one
 */
export function sharedDestinations(
  lines: readonly PayoutLine[],
  last: ReadonlyMap<string, PayoutLine>,
): SharedDestination[] {
  const wallets = new Map<string, Set<string>>();
  for (const line of [...last.values(), ...lines]) {
    const there = wallets.get(placeOf(line)) ?? new Set();
    wallets.set(placeOf(line), there.add(line.wallet));
  }
  return lines.flatMap((line): SharedDestination[] => {
    const before = last.get(line.wallet);
    const there = wallets.get(placeOf(line));
    if (there === undefined || there.size < 2 || (before !== undefined && placeOf(before) === placeOf(line))) return [];
    return [{ line, others: [...there].filter((wallet) => wallet !== line.wallet).sort() }];
  });
}

/** One address is one place on every chain; an account is one of its method. */
function placeOf({ method, destination }: PayoutLine): string {
  const place = destination.toLowerCase();
  return hasAddressForm(place) ? place : `${method} ${place}`;
}
