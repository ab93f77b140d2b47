import { holdingMonth, payingMonth } from '../../core/payout/gates/preparation-objections.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import type { PayoutStatus } from '../../core/payout/owed/payout-status.ts';
import { walletBalances } from '../../core/payout/owed/wallet-balances.ts';
import { lapsedPayees, lapsesOf } from '../../core/payout/preparation/lapsed-payees.ts';
import { openLines } from '../../core/payout/preparation/open-part.ts';
import type { PayeeChange } from '../../core/payout/preparation/payee-changes.ts';
import type { SettlementRules } from '../../core/payout/preparation/settle.ts';
import { releaseOf } from '../../core/payout/release/release.ts';
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
    lapsed: standing === null ? [] : otherPayees(standing, rules),
    changedFiles: await changedPayoutFiles(request, books),
    balances: walletBalances(books, month, rules),
  };
}

/** Of a batch that is not released yet nothing lapses: it is held against what would be prepared. */
function otherPayees(standing: KeptBatch, rules: SettlementRules): PayeeChange[] {
  return releaseOf(standing.releases) === null ? lapsedPayees(openLines(standing), rules) : lapsesOf(standing, rules);
}
