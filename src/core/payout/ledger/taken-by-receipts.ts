import type { MicroUsd } from '../../money/micro.ts';
import type { PayoutLine } from './batch.ts';
import type { KeptBatch, KeptReceipt } from './kept-payouts.ts';
import { takenByLine } from './line-state.ts';

/** A receipt or its reversal, and what it took off the balance; of a reversal less than nothing. */
export interface TakenByReceipt {
  readonly receipt: KeptReceipt;
  readonly line: PayoutLine;
  readonly paid: MicroUsd;
  readonly fees: MicroUsd;
}

/**
 * What each receipt of a batch took off its wallet's balance beyond the receipts before it, in their order: together it is
 * what the lines paid (`takenByLine`). Throws when a receipt has no line.
 */
export function takenByReceipts({ batch, receipts }: Pick<KeptBatch, 'batch' | 'receipts'>): TakenByReceipt[] {
  const lines = new Map(batch.lines.map((line) => [line.wallet, line]));
  const sent = new Map<string, bigint>();
  return receipts.map((receipt) => {
    const line = lines.get(receipt.wallet);
    if (line === undefined) throw new Error(`batch ${batch.id} has a receipt of ${receipt.wallet} and no line`);
    const before = sent.get(receipt.wallet) ?? 0n;
    sent.set(receipt.wallet, before + receipt.amount);
    const earlier = takenByLine(line, before, false);
    const now = takenByLine(line, before + receipt.amount, false);
    return { receipt, line, paid: now.paid - earlier.paid, fees: now.fees - earlier.fees };
  });
}
