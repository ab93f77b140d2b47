import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import { isBeingSent, lapsesOf } from '../../core/payout/preparation/lapsed-payees.ts';
import { openLines } from '../../core/payout/preparation/open-part.ts';
import type { PayeeChange } from '../../core/payout/preparation/payee-changes.ts';
import { releaseOf } from '../../core/payout/release/release.ts';
import { type PayoutsNow, rulesNow } from './payout-books.ts';

/** R17: what makes the release of a batch lapse, by the payees and screenings of now; nothing where it holds, or there is none. */
export async function lapsedNow(now: PayoutsNow, standing: KeptBatch): Promise<PayeeChange[]> {
  return lapsesOf(standing, await rulesNow(now, standing.batch.month));
}

/** R17: the batches of which what they still hold is on its way, by the payees and screenings of now. */
export async function beingSentNow(now: PayoutsNow, batches: readonly KeptBatch[]): Promise<KeptBatch[]> {
  const sending: KeptBatch[] = [];
  // Most are paid: the rules are read for those that are not. A wallet that a decision withholds is held in that month's batch alone.
  const holding = batches.filter((each) => releaseOf(each.releases) !== null && openLines(each).length > 0);
  for (const each of holding) if (isBeingSent(each, await rulesNow(now, each.batch.month))) sending.push(each);
  return sending;
}
