import type { PayoutLine } from '../ledger/batch.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { whyHeld } from '../payees/why-held.ts';
import { releaseOf } from '../release/release.ts';
import { openLines } from './open-part.ts';
import { goneHitOf, type PayeeChange } from './payee-changes.ts';
import { type SettlementRules, wayOf } from './settle.ts';

/**
 * R17: wallets that a batch still has to pay, and that are not to be paid any more as it says: another row of payees.csv
 * has begun, or they are held, by whatever (`whyHeld`). With any of them the release of the batch lapses.
 *
 * @param open what is still to be sent
 */
export function lapsedPayees(open: readonly PayoutLine[], rules: SettlementRules): PayeeChange[] {
  const { payees, terms } = rules;
  return open.flatMap((line) => {
    const payee = payees.get(line.wallet);
    const way = wayOf(line.wallet, payee, terms);
    const now = {
      method: way?.terms.method ?? '',
      destination: way?.destination ?? '',
      currency: way?.currency ?? '',
      hold: whyHeld(line.wallet, payee, line.destination, rules)?.why ?? '',
    };
    const before = { method: line.method, destination: line.destination, currency: line.currency, hold: '' };
    return (Object.keys(now) as (keyof typeof now)[]).flatMap((detail) => {
      if (before[detail] === now[detail]) return [];
      return [{ wallet: line.wallet, detail, before: before[detail], now: now[detail] }];
    });
  });
}

/**
 * R17: what makes the release of a batch lapse; nothing where it holds, or there is none. A hit of the day of the
 * release or later is not lifted by its absence from the screenings of now.
 *
 * @param rules of the batch's month, now
 */
export function lapsesOf(kept: KeptBatch, rules: SettlementRules): PayeeChange[] {
  const release = releaseOf(kept.releases);
  if (release === null) return [];
  const lines = openLines(kept);
  const lapsed = lapsedPayees(lines, rules);
  const found = lines.flatMap(({ wallet, destination }): PayeeChange[] => {
    const hit = goneHitOf(wallet, destination, rules.goneHits ?? new Map());
    const isSince = hit !== undefined && hit.day >= release.at.slice(0, 'YYYY-MM-DD'.length);
    return isSince ? [{ wallet, detail: 'hold', before: '', now: hit.why }] : [];
  });
  return [...lapsed, ...found];
}

/**
 * R17: whether what a batch still holds is on its way: it was released, and its release has not lapsed.
 *
 * @param rules of the batch's month, now
 */
export function isBeingSent(kept: KeptBatch, rules: SettlementRules): boolean {
  return !kept.voided && releaseOf(kept.releases) !== null && lapsesOf(kept, rules).length === 0;
}
