import { formatMonth } from '../../core/month/month.ts';
import type { KeptBatch } from '../../core/payout/kept-payouts.ts';
import { openPart } from '../../core/payout/open-part.ts';
import { insertVoid } from '../../store/keep-payouts.ts';
import { listBatches } from '../../store/payouts.ts';
import { checkBeforeAct } from './before-act.ts';
import { actNow, type PayoutRefusal, type PayoutRequest, refusal, standingBatch } from './payout-books.ts';
import { writePayoutDirectory } from './payout-directory.ts';

export interface VoidRequest extends PayoutRequest {
  /** At least 8 hex digits of the batch's id. */
  readonly batch: string;
  readonly reason: string;
}

/**
 * R17: voids the month's batch: nothing more of it is sent, and what was not receipted is payable again, in
 * another batch of the month or, once a later month has one, in the next. What was receipted stays paid. Voiding it again changes nothing.
 */
export async function voidBatch(
  request: VoidRequest,
): Promise<{ readonly done: 'voided' | 'already-voided'; readonly batch: KeptBatch } | PayoutRefusal> {
  const { db, month, reason } = request;
  const untimely = await checkBeforeAct(request);
  if (untimely !== null) return untimely;
  const batches = await listBatches(db);
  const named = batches.filter((each) => each.batch.month === month && each.batch.id.startsWith(request.batch));
  const [batch] = named;
  const standing = standingBatch(batches, month);
  if (batch === undefined || named.length > 1) {
    const name = formatMonth(month);
    const which = standing === null ? 'has no standing batch' : `has the batch ${standing.batch.id}`;
    return refusal(`${request.batch} names no batch of ${name}: it ${which}`);
  }
  if (!batch.voided && openPart(batch).lines.length === 0) {
    return refusal(`all of the batch ${batch.batch.id} is paid: --reverse REFERENCE takes a wrong receipt back`);
  }
  if (batch.voided) return { done: 'already-voided', batch };
  await db.transaction().execute(async (transaction) => {
    await insertVoid(transaction, batch.batch.id, reason, await actNow(transaction, request.by, request.asOfMs));
  });
  await writePayoutDirectory(request);
  return { done: 'voided', batch };
}
