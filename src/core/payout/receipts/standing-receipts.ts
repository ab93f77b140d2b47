import type { KeptReceipt } from '../ledger/kept-payouts.ts';
import { receiptKey } from './judge-receipts.ts';

/** The receipts of a batch that were not taken back, in the order in which they were recorded. */
export function standingReceipts(receipts: readonly KeptReceipt[]): KeptReceipt[] {
  const standing = new Map<string, KeptReceipt>();
  for (const receipt of receipts) {
    if (receipt.reversal === '') standing.set(receiptKey(receipt), receipt);
    else standing.delete(receiptKey(receipt));
  }
  return [...standing.values()];
}
