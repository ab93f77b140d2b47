import type { Month } from '../../month/month.ts';
import type { WalletBalance } from '../ledger/balance.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import type { PayeeChange } from '../preparation/payee-changes.ts';
import { releaseOf } from '../release/release.ts';

/** R17: whether the standing batch was released and its release holds no more: a person voids it, and prepares anew. */
export function hasLapsed({ batches, lapsed }: Pick<PayoutStatus, 'batches' | 'lapsed'>): boolean {
  return lapsed.length > 0 && batches.some(({ voided, releases }) => !voided && releaseOf(releases) !== null);
}

/** The payouts of a month as they stand. */
export interface PayoutStatus {
  readonly month: Month;
  readonly isFinal: boolean;
  /** The month's batches, voided ones too. */
  readonly batches: readonly KeptBatch[];
  /** The month whose batch pays what is payable of it, once a later month has a batch; null where its own does. */
  readonly paidWith: Month | null;
  /** The later month whose batch holds balances of this one, which had none, and still sends some of them; null for none. */
  readonly heldBy: Month | null;
  /** When it was asked: what was shown may have expired. */
  readonly atMs: number;
  /** Wallets that the standing batch still has to pay, and that are not to be paid any more as it says (R17). */
  readonly lapsed: readonly PayeeChange[];
  /** Files of its `payout/` that are not what the books say of the batch: nothing is to be sent by them (R17). */
  readonly changedFiles: readonly string[];
  /** The month's account of every wallet that ever earned. */
  readonly balances: readonly WalletBalance[];
}
