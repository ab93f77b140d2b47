import type { PayoutLine } from '../ledger/batch.ts';
import type { Payee } from '../payees/payee.ts';
import { subjectsOf } from '../payees/screening.ts';
import { countryTermsOf } from '../payees/why-held.ts';
import type { SettlementRules } from './settle.ts';

/** A detail of a payee that is not what it was when the month was approved. */
export interface PayeeChange {
  readonly wallet: string;
  readonly detail: 'method' | 'destination' | 'currency' | 'hold';
  readonly before: string;
  readonly now: string;
}

const DETAILS = ['method', 'destination', 'currency', 'hold'] as const;

/**
 * What changed of the payees that a batch pays since its month was approved, in the order of its lines: to be seen before
 * anything is sent (R17). A payee without a row counts as one whose details are empty. A country that held it is a hold, and so is a hit
 * that only a screening.csv of before has: that a file does not say it any more is no `clear`.
 *
 * @param goneHits of subjects of screenings, as `goneHits` in screening.ts has them
 */
export function payeeChanges(
  lines: readonly PayoutLine[],
  approved: ReadonlyMap<string, Payee>,
  { payees, terms }: Pick<SettlementRules, 'payees' | 'terms'>,
  goneHits: ReadonlyMap<string, string>,
): PayeeChange[] {
  const detailOf = (payee: Payee | undefined, detail: PayeeChange['detail']): string => {
    const own = payee?.[detail] ?? '';
    return own !== '' || detail !== 'hold' ? own : (countryTermsOf(payee, terms.countries)?.hold ?? '');
  };
  return lines.flatMap(({ wallet, destination }): PayeeChange[] => {
    const [then, now] = [approved.get(wallet), payees.get(wallet)];
    const changes = DETAILS.flatMap((detail) => {
      const change = { wallet, detail, before: detailOf(then, detail), now: detailOf(now, detail) };
      return change.before === change.now ? [] : [change];
    });
    const before = goneHitOf(wallet, destination, goneHits)?.why;
    return before === undefined ? changes : [...changes, { wallet, detail: 'hold', before, now: '' }];
  });
}

/** The last hit of a wallet, or of where it is paid, that no row in force says any more. */
export function goneHitOf(
  wallet: string,
  destination: string,
  goneHits: ReadonlyMap<string, string>,
): { readonly day: string; readonly why: string } | undefined {
  const days = subjectsOf(wallet, destination).flatMap((subject) => goneHits.get(subject) ?? []);
  const day = days.sort().at(-1);
  return day === undefined ? undefined : { day, why: `a screening of ${day} found it, and no row clears it` };
}
