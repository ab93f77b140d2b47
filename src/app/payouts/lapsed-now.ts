import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import { lapsedPayees } from '../../core/payout/preparation/lapsed-payees.ts';
import { openPart } from '../../core/payout/preparation/open-part.ts';
import type { PayeeChange } from '../../core/payout/preparation/payee-changes.ts';
import { releaseOf } from '../../core/payout/release/release.ts';
import { type PayoutRequest, rulesNow } from './payout-books.ts';

/** R17: what makes the release of a batch lapse, by the payees and screenings of now; nothing where it holds, or there is none. */
export async function lapsedNow(request: PayoutRequest, standing: KeptBatch): Promise<PayeeChange[]> {
  if (releaseOf(standing.releases) === null) return [];
  return lapsedPayees(openPart(standing), await rulesNow(request));
}
