import { CHAIN_METHODS, lineBy } from '../../core/payout/ledger/batch-chain.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import { isBeingSent, lapsesOf } from '../../core/payout/preparation/lapsed-payees.ts';
import { openLines } from '../../core/payout/preparation/open-part.ts';
import type { PayeeChange } from '../../core/payout/preparation/payee-changes.ts';
import type { ClaimedBatch } from '../../core/payout/release/cumulative-claims.ts';
import { releaseOf } from '../../core/payout/release/release.ts';
import { type PayoutsNow, rulesNow } from './payout-books.ts';

/**
 * R17: what makes the release of a batch lapse, by the payees and screenings of now; nothing where it holds, or there is
 * none.
 */
export async function lapsedNow(now: PayoutsNow, standing: KeptBatch): Promise<PayeeChange[]> {
  return lapsesOf(standing, await rulesNow(now, standing.batch.month));
}

/**
 * R17: batches as claim contracts owe them. Of a release that has lapsed a root holds what was sent and nothing that is
 * open: who publishes the root of a later month sends nothing to a payee who moved, or is held.
 */
export async function claimedNow(now: PayoutsNow, batches: readonly KeptBatch[]): Promise<ClaimedBatch[]> {
  const claimed = batches.filter((each) => isOpen(each) && isClaimed(each));
  const sending = await beingSentNow(now, claimed);
  return batches.map((each) => (claimed.includes(each) && !sending.includes(each) ? { ...each, voided: true } : each));
}

/** R17: the batches of which what they still hold is on its way, by the payees and screenings of now. */
export async function beingSentNow(now: PayoutsNow, batches: readonly KeptBatch[]): Promise<KeptBatch[]> {
  const sending: KeptBatch[] = [];
  // A wallet that a decision withholds is held in that month's batch alone.
  for (const each of batches.filter(isOpen)) {
    if (isBeingSent(each, await rulesNow(now, each.batch.month))) sending.push(each);
  }
  return sending;
}

/** Most are paid: the rules are read for those that are not. */
function isOpen(kept: KeptBatch): boolean {
  return releaseOf(kept.releases) !== null && openLines(kept).length > 0;
}

function isClaimed({ batch }: KeptBatch): boolean {
  return CHAIN_METHODS.some((method) => (lineBy(batch, method)?.chain?.contract ?? '') !== '');
}
