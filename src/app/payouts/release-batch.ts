import { formatMonth } from '../../core/month/month.ts';
import { differenceSentences } from '../../core/payout/gates/batch-differences.ts';
import { lapsedSentences } from '../../core/payout/gates/lapsed-release.ts';
import {
  cancelObjection,
  otherReleaseObjection,
  type ReleaseTerms,
  releaseObjections,
} from '../../core/payout/gates/release-objections.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import { releaseOf } from '../../core/payout/release/release.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { insertRelease } from '../../store/payouts/keep-payouts.ts';
import { unlistedText } from '../books/records/acts-file.ts';
import { refuseChangedEarned } from '../books/records/unchanged-earned.ts';
import { refuseChangedPostings } from '../books/records/unchanged-months.ts';
import { standingBeforeAct } from './before-act.ts';
import { lapsedNow } from './lapsed-now.ts';
import { monthBatch } from './month-batch.ts';
import { actNow, type PayoutRefusal, type PayoutRequest, refusal } from './payout-books.ts';
import { writePayoutDirectory, writeStanding } from './payout-directory.ts';
import { releasePreview } from './release-preview.ts';

export interface ReleaseRequest extends PayoutRequest {
  /** At least 16 hex digits of the digest that was shown. */
  readonly digest: string;
}

/** What a release, or its cancelling, came to. */
export interface Released {
  readonly done: 'released' | 'already-released' | 'cancelled' | 'already-cancelled';
  readonly batch: KeptBatch;
}

/**
 * R17: releases the month's batch as it was shown, and writes the files of its rails. Refused is a digest that is not that of
 * the batch as it is now, one that was cancelled or has expired, and with `payouts.two_person` whoever made the
 * month final.
 */
export async function releaseBatch(request: ReleaseRequest): Promise<Released | PayoutRefusal> {
  const { db, month } = request;
  const found = await standingBeforeAct(request);
  if ('done' in found) return found;
  const { books, standing } = found;
  const before = releaseOf(standing.releases);
  if (before !== null) {
    const other = otherReleaseObjection(request.digest, standing.batch, before);
    if (other !== null) return refusal(other);
    const lapsed = await lapsedNow(request, standing);
    if (lapsed.length > 0) {
      await writePayoutDirectory(request);
      return refusal(...lapsedSentences(standing.batch, lapsed));
    }
    return { done: 'already-released', batch: await writeStanding(request) };
  }
  const unlisted = books.unlisted.filter(({ kind }) => kind !== 'release');
  if (unlisted.length > 0) {
    return refusal(...unlistedText(unlisted), `look at the batch again: revshare payouts ${formatMonth(month)}`);
  }
  await refuseChangedEarned(db, request.out, month);
  await refuseChangedPostings(db);
  const { differences } = await monthBatch(request, books, null);
  if (differences.length > 0) return refusal(...differenceSentences(standing, differences));
  const shown = await releasePreview(request, books, standing.batch, standing);
  const reasons = releaseObjections(await termsOf(request), standing, shown);
  if (reasons.length > 0) return refusal(...reasons);
  await keepAct(request, standing, { act: 'released', digest: shown.digest, reason: '' });
  return { done: 'released', batch: await writeStanding(request) };
}

/** R17: what was shown is not released: kept, with who and why. The batch stands until it is voided or shown anew. */
export async function cancelRelease(
  request: ReleaseRequest & { readonly reason: string },
): Promise<Released | PayoutRefusal> {
  const found = await standingBeforeAct(request);
  if ('done' in found) return found;
  const { standing } = found;
  const objection = cancelObjection(request, standing);
  if (objection !== null) return refusal(objection);
  const { act = '', digest = '' } = standing.releases.at(-1) ?? {};
  // As after a run that was interrupted once it had kept it: who cancelled first, and why, stands.
  if (act === 'cancelled') return { done: 'already-cancelled', batch: await writeStanding(request) };
  await keepAct(request, standing, { act: 'cancelled', digest, reason: request.reason });
  return { done: 'cancelled', batch: await writeStanding(request) };
}

async function termsOf({ db, month, policy, by, digest }: ReleaseRequest): Promise<ReleaseTerms> {
  const { maxBatchUsd, twoPerson } = policy.payouts;
  const finalizedBy = (await finalMonth(db, month))?.finalizedBy ?? '';
  return { month, digest, by, maxBatchUsd, twoPerson, finalizedBy };
}

async function keepAct(
  { db, by, asOfMs }: ReleaseRequest,
  { batch }: KeptBatch,
  what: { readonly act: 'released' | 'cancelled'; readonly digest: string; readonly reason: string },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await insertRelease(transaction, batch.id, { ...(await actNow(transaction, by, asOfMs)), ...what, validUntil: '' });
  });
}
