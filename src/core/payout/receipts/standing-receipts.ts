import type { KeptBatch, KeptReceipt } from '../ledger/kept-payouts.ts';
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

/** Those of several batches by what names them (`receiptKey`): one transfer may pay lines of several. */
export type StandingByKey = ReadonlyMap<
  string,
  readonly { readonly batch: KeptBatch; readonly receipt: KeptReceipt }[]
>;

/** Looked up by each of many transfers: put together once. */
export function standingByKey(batches: readonly KeptBatch[]): StandingByKey {
  const byKey = new Map<string, { batch: KeptBatch; receipt: KeptReceipt }[]>();
  for (const batch of batches) {
    for (const receipt of standingReceipts(batch.receipts)) {
      const key = receiptKey(receipt);
      const before = byKey.get(key);
      if (before === undefined) byKey.set(key, [{ batch, receipt }]);
      else before.push({ batch, receipt });
    }
  }
  return byKey;
}
