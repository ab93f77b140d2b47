import type { Month } from '../month/month.ts';
import type { WalletBalance } from './balance.ts';
import type { KeptBatch } from './kept-payouts.ts';

/** The payouts of a month as they stand. */
export interface PayoutStatus {
  readonly month: Month;
  readonly isFinal: boolean;
  /** The month's batches, voided ones too. */
  readonly batches: readonly KeptBatch[];
  /** The month's account of every wallet that ever earned. */
  readonly balances: readonly WalletBalance[];
}
