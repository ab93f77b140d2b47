import type { PayoutLine } from './batch.ts';
import type { Payee } from './payee.ts';

/** A detail of a payee that is not what it was when the month was approved. */
export interface PayeeChange {
  readonly wallet: string;
  readonly detail: 'method' | 'destination' | 'currency' | 'hold';
  readonly before: string;
  readonly now: string;
}

const DETAILS = ['method', 'destination', 'currency', 'hold'] as const;

/**
 * What changed of the payees that a batch pays since its month was approved, sorted by wallet: to be seen before
 * anything is sent (R17). A payee without a row counts as one whose details are empty.
 */
export function payeeChanges(
  lines: readonly PayoutLine[],
  approved: ReadonlyMap<string, Payee>,
  current: ReadonlyMap<string, Payee>,
): PayeeChange[] {
  return lines.flatMap(({ wallet }) => {
    const [then, now] = [approved.get(wallet), current.get(wallet)];
    return DETAILS.flatMap((detail) => {
      const change = { wallet, detail, before: then?.[detail] ?? '', now: now?.[detail] ?? '' };
      return change.before === change.now ? [] : [change];
    });
  });
}
