import type { KeptBatch } from '../ledger/kept-payouts.ts';
import type { ReportedTransfer } from '../ledger/receipt.ts';
import { receiptKey } from './judge-receipts.ts';
import { standingReceipts } from './standing-receipts.ts';

/** What is recorded of each reference, by wallet (`receiptKey`): every part, in units of its line, of whatever batch. */
export function recordedParts(batches: readonly KeptBatch[]): Map<string, bigint[]> {
  const parts = new Map<string, bigint[]>();
  for (const { receipts } of batches) {
    for (const receipt of standingReceipts(receipts)) {
      const key = receiptKey(receipt);
      parts.set(key, [...(parts.get(key) ?? []), receipt.amount]);
    }
  }
  return parts;
}

/** Whether all of a transfer, or a part of the same amount, is recorded of wallets that it may have paid (R17). */
export function isRecorded(
  { reference }: Pick<ReportedTransfer, 'reference'>,
  wallets: Iterable<string>,
  amount: bigint,
  known: ReadonlyMap<string, readonly bigint[]>,
): boolean {
  const parts = [...wallets].flatMap((wallet) => known.get(receiptKey({ wallet, reference })) ?? []);
  return parts.includes(amount) || (parts.length > 0 && parts.reduce((sum, part) => sum + part, 0n) === amount);
}
