import { firstAdjustable } from '../../core/payout/gates/judge-adjustment.ts';
import { receiptToReverse } from '../../core/payout/gates/receipt-to-reverse.ts';
import type { KeptBatch, KeptReceipt } from '../../core/payout/ledger/kept-payouts.ts';
import { alsoRecorded } from '../../core/payout/receipts/not-paid.ts';
import { releaseOf } from '../../core/payout/release/release.ts';
import { insertReversal } from '../../store/payouts/keep-payouts.ts';
import { standingBeforeAct } from './before-act.ts';
import { actNow, type PayoutRefusal, type PayoutRequest, refusal } from './payout-books.ts';
import { writeStanding } from './payout-directory.ts';

export interface ReverseRequest extends PayoutRequest {
  readonly reference: string;
  /** Lower case; null where the reference names one receipt. */
  readonly wallet: string | null;
  readonly reason: string;
}

/** A receipt that was taken back. */
export interface Reversed {
  readonly done: 'reversed';
  readonly receipt: KeptReceipt;
  /** Its batch afterwards. */
  readonly batch: KeptBatch;
  /** That the same transfer is recorded as paid of other months' batches, and how that is put right; a sentence each. */
  readonly otherMonths: readonly string[];
}

/**
 * R17: takes back a receipt that was wrong, by an entry of its own: its line is open again by what it said. The receipt
 * itself stays as it was recorded. Only of a batch that stands: what came back of a voided one is an adjustment. What the same transfer
 * paid of other months stays recorded, and is told.
 */
export async function reverseReceipt(request: ReverseRequest): Promise<Reversed | PayoutRefusal> {
  const { db, reference, wallet, reason } = request;
  const before = await standingBeforeAct(request);
  if ('done' in before) return before;
  const { books, standing } = before;
  const named = receiptToReverse(standing, reference, wallet);
  if ('objection' in named) return refusal(named.objection);
  const { receipt } = named;
  await db.transaction().execute(async (transaction) => {
    const act = await actNow(transaction, request.by, request.asOfMs);
    await insertReversal(transaction, standing.batch.id, receipt, reason, act);
  });
  const after = await writeStanding(request);
  const others = books.batches.filter(({ batch, releases }) => {
    return batch.id !== standing.batch.id && releaseOf(releases) !== null;
  });
  return {
    done: 'reversed',
    receipt,
    batch: after,
    otherMonths: alsoRecorded(receipt, others, {
      adjustable: firstAdjustable(books),
      adjustments: books.adjustments,
    }),
  };
}
