import { formatMonth } from '../../month/month.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { KeptBatch, KeptReceipt } from '../ledger/kept-payouts.ts';
import { receiptKey } from '../receipts/judge-receipts.ts';
import { standingReceipts } from '../receipts/standing-receipts.ts';

/** The receipt that a person means to take back, or why it is none. */
export type NamedReceipt = { readonly receipt: KeptReceipt } | { readonly objection: string };

/**
 * R17: the receipt of a batch that a reference names, among those that stand. Of one that paid several wallets the wallet has to be said.
 *
 * @param wallet lower case; null where the reference is to name it alone
 */
export function receiptToReverse(
  { batch, receipts }: Pick<KeptBatch, 'batch' | 'receipts'>,
  reference: string,
  wallet: string | null,
): NamedReceipt {
  const [receipt, ...others] = standingReceipts(receipts).filter(
    (each) => receiptKey(each) === receiptKey({ wallet: wallet ?? each.wallet, reference }),
  );
  if (receipt === undefined) {
    return { objection: `the batch of ${formatMonth(batch.month)} has no receipt ${reference} that stands` };
  }
  if (others.length === 0) return { receipt };
  const wallets = [receipt, ...others].map((each) => checksumAddress(each.wallet));
  return {
    objection: `${reference} paid ${wallets.length} wallets (${wallets.join(', ')}): name one with --wallet`,
  };
}

/**
 * The entry that took a receipt back by the same command, whose receipt does not stand any more: a run may have been interrupted before it told.
 * Undefined where nobody did.
 */
export function reversedBefore(
  { receipts }: Pick<KeptBatch, 'receipts'>,
  reference: string,
  wallet: string | null,
  { reason, by }: { readonly reason: string; readonly by: string },
): KeptReceipt | undefined {
  return receipts.findLast((each) => {
    const isNamed = receiptKey(each) === receiptKey({ wallet: wallet ?? each.wallet, reference });
    return isNamed && each.reversal !== '' && each.reversal === reason && each.by === by;
  });
}
