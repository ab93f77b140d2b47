import type { Month } from '../../core/month/month.ts';
import type { PayoutTerms } from '../../core/payout/method.ts';
import type { PayoutStatus } from '../../core/payout/payout-status.ts';
import { walletBalances } from '../../core/payout/wallet-balances.ts';
import { finalMonth } from '../../store/final-months.ts';
import type { Database } from '../../store/open-store.ts';
import { readPayoutBooks, settlementRules } from './payout-books.ts';

/** Reads only. */
export async function payoutStatus(db: Database, terms: PayoutTerms, month: Month): Promise<PayoutStatus> {
  const books = await readPayoutBooks(db, month);
  const rules = await settlementRules(db, terms, month);
  return {
    month,
    isFinal: (await finalMonth(db, month)) !== null,
    batches: books.batches.filter((each) => each.batch.month === month),
    balances: walletBalances(books, month, rules),
  };
}
