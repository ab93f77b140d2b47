import { firstAdjustable } from '../../core/payout/gates/judge-adjustment.ts';
import { receiptToReverse, reversedBefore } from '../../core/payout/gates/receipt-to-reverse.ts';
import type { KeptBatch, KeptReceipt } from '../../core/payout/ledger/kept-payouts.ts';
import { alsoRecorded } from '../../core/payout/receipts/not-paid.ts';
import { releaseOf } from '../../core/payout/release/release.ts';
import { insertReversal } from '../../store/payouts/keep-payouts.ts';
import { standingBeforeAct } from './before-act.ts';
import { actNow, type PayoutBooks, type PayoutRefusal, type PayoutRequest, refusal } from './payout-books.ts';
import { writeStanding } from './payout-directory.ts';

export interface ReverseRequest extends PayoutRequest {
  readonly reference: string;
  /** Lower case; null where the reference names one receipt. */
  readonly wallet: string | null;
  readonly reason: string;
}

/** A receipt that was taken back. */
export interface Reversed {
  /** `already-reversed`: the same was done before, as by a run that was interrupted and told nobody. */
  readonly done: 'reversed' | 'already-reversed';
  readonly receipt: KeptReceipt;
  /** Its batch afterwards. */
  readonly batch: KeptBatch;
  /** That the same transfer is recorded as paid of other months' batches, and how that is put right; a sentence each. */
  readonly otherMonths: readonly string[];
}

/**
 * R17: takes back a receipt that was wrong, by an entry of its own: its line is open again by what it said. The receipt
 * itself stays as it was recorded. Only of a batch that stands: what came back of a voided one is an adjustment. What the same transfer
 * paid of other months stays recorded, and is told. Done again it changes nothing, and writes what an interrupted run did not.
 */
export async function reverseReceipt(request: ReverseRequest): Promise<Reversed | PayoutRefusal> {
  const { db, reference, wallet, reason } = request;
  const before = await standingBeforeAct(request);
  if ('done' in before) return before;
  const { books, standing } = before;
  const named = receiptToReverse(standing, reference, wallet);
  if ('objection' in named) {
    const reversed = reversedBefore(standing, reference, wallet, request);
    if (reversed === undefined) return refusal(named.objection);
    return toldOf('already-reversed', reversed, books, await writeStanding(request));
  }
  const { receipt } = named;
  await db.transaction().execute(async (transaction) => {
    const act = await actNow(transaction, request.by, request.asOfMs);
    await insertReversal(transaction, standing.batch.id, receipt, reason, act);
  });
  return toldOf('reversed', receipt, books, await writeStanding(request));
}

function toldOf(done: Reversed['done'], receipt: KeptReceipt, books: PayoutBooks, batch: KeptBatch): Reversed {
  const others = books.batches.filter((each) => each.batch.id !== batch.batch.id && releaseOf(each.releases) !== null);
  const given = { adjustable: firstAdjustable(books), adjustments: books.adjustments };
  return { done, receipt, batch, otherMonths: alsoRecorded(receipt, others, given) };
}
