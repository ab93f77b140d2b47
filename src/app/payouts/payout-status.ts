import { holdingMonth, payingMonth } from '../../core/payout/gates/preparation-objections.ts';
import type { PayoutStatus } from '../../core/payout/owed/payout-status.ts';
import { walletBalances } from '../../core/payout/owed/wallet-balances.ts';
import { lapsedPayees } from '../../core/payout/preparation/lapsed-payees.ts';
import { openPart } from '../../core/payout/preparation/open-part.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { changedPayoutFiles } from './changed-files.ts';
import { type PayoutRequest, readPayoutBooks, rulesNow, standingBatch } from './payout-books.ts';

/** Reads only. */
export async function payoutStatus(request: PayoutRequest): Promise<PayoutStatus> {
  const { db, month, asOfMs } = request;
  const books = await readPayoutBooks(db, month);
  const rules = await rulesNow(request, month);
  const standing = standingBatch(books.batches, month);
  return {
    month,
    isFinal: (await finalMonth(db, month)) !== null,
    batches: books.batches.filter((each) => each.batch.month === month),
    paidWith: payingMonth(books.batches, month),
    heldBy: holdingMonth(books.batches, month),
    atMs: asOfMs,
    lapsed: standing === null ? [] : lapsedPayees(openPart(standing), rules),
    changedFiles: await changedPayoutFiles(request, books),
    balances: walletBalances(books, month, rules),
  };
}
