import type { Month } from '../../core/month/month.ts';
import type { WalletBalance } from '../../core/payout/balance.ts';
import type { PayoutTerms } from '../../core/payout/method.ts';
import { walletBalances } from '../../core/payout/wallet-balances.ts';
import { finalMonth } from '../../store/final-months.ts';
import type { Database } from '../../store/open-store.ts';
import type { KeptBatch } from '../../store/payouts.ts';
import { readPayoutBooks, settlementRules } from './payout-books.ts';

/** The payouts of a month as they stand. */
export interface PayoutStatus {
  readonly month: Month;
  readonly isFinal: boolean;
  /** The month's batches, voided ones too. */
  readonly batches: readonly KeptBatch[];
  /** The month's account of every wallet that ever earned. */
  readonly balances: readonly WalletBalance[];
}

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
