import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { KeptBatch } from '../../core/payout/kept-payouts.ts';
import { type ReleasePreview, releaseOf } from '../../core/payout/release.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { insertRelease } from '../../store/payouts/keep-payouts.ts';
import { unlistedText } from '../books/acts-file.ts';
import { refuseChangedEarned } from '../books/unchanged-earned.ts';
import { refuseChangedPostings } from '../books/unchanged-months.ts';
import { booksBeforeAct } from './before-act.ts';
import { differenceSentences, monthBatch, totalOf } from './month-batch.ts';
import { actNow, type PayoutRefusal, type PayoutRequest, refusal } from './payout-books.ts';
import { writePayoutDirectory } from './payout-directory.ts';
import { needStanding } from './prepare-payouts.ts';
import { releasePreview } from './release-preview.ts';

export interface ReleaseRequest extends PayoutRequest {
  /** At least 16 hex digits of the digest that was shown. */
  readonly digest: string;
}

/** What a release, or its cancelling, came to. */
export interface Released {
  readonly done: 'released' | 'already-released' | 'cancelled';
  readonly batch: KeptBatch;
}

/**
 * R17: releases the month's batch as it was shown, and writes the files of its rails. Refused is a digest that is not that of
 * the batch as it is now, one that was cancelled or has expired, and with `payouts.two_person` whoever made the
 * month final.
 */
export async function releaseBatch(request: ReleaseRequest): Promise<Released | PayoutRefusal> {
  const { db, month } = request;
  const books = await booksBeforeAct(request);
  if ('done' in books) return books;
  const standing = needStanding(books.batches, month);
  if ('done' in standing) return standing;
  const before = releaseOf(standing.releases);
  if (before !== null) return repeated(request, standing, before.digest);
  const unlisted = books.unlisted.filter(({ kind }) => kind !== 'release');
  if (unlisted.length > 0) {
    return refusal(...unlistedText(unlisted), `look at the batch again: revshare payouts ${formatMonth(month)}`);
  }
  await refuseChangedEarned(db, request.out, month);
  await refuseChangedPostings(db);
  const found = await monthBatch(request, books, null);
  if (found.differences.length > 0) return refusal(...differenceSentences(standing.batch, found.differences));
  const shown = await releasePreview(request, books, standing.batch, standing);
  const reasons = await whyNotReleased(request, standing, shown);
  if (reasons.length > 0) return refusal(...reasons);
  await keepAct(request, standing, { act: 'released', digest: shown.digest, reason: '' });
  return { done: 'released', batch: await afterwards(request, standing) };
}

/** R17: what was shown is not released: kept, with who and why. The batch stands until it is voided or shown anew. */
export async function cancelRelease(
  request: ReleaseRequest & { readonly reason: string },
): Promise<Released | PayoutRefusal> {
  const { month, digest, reason } = request;
  const books = await booksBeforeAct(request);
  if ('done' in books) return books;
  const standing = needStanding(books.batches, month);
  if ('done' in standing) return standing;
  const last = standing.releases.at(-1);
  if (releaseOf(standing.releases) !== null) {
    return refusal(`the batch ${standing.batch.id} is released: --void ends it`);
  }
  if (last === undefined || !last.digest.startsWith(digest)) return refusal(notCurrent(request, last?.digest ?? null));
  await keepAct(request, standing, { act: 'cancelled', digest: last.digest, reason });
  return { done: 'cancelled', batch: await afterwards(request, standing) };
}

async function whyNotReleased(
  request: ReleaseRequest,
  { batch, releases }: KeptBatch,
  shown: ReleasePreview,
): Promise<string[]> {
  const { db, month, policy, by, digest } = request;
  const { maxBatchUsd, twoPerson } = policy.payouts;
  const last = releases.at(-1);
  const anew = `revshare payouts ${formatMonth(month)} shows the batch anew`;
  const reasons: string[] = [];
  if (!shown.digest.startsWith(digest)) reasons.push(notCurrent(request, shown.digest));
  else if (shown.state === 'cancelled') reasons.push(`it was cancelled by ${last?.by}: ${last?.reason}; ${anew}`);
  else if (shown.state === 'expired') reasons.push(`it was valid until ${last?.validUntil}; ${anew}`);
  else if (last === undefined || last.digest !== shown.digest)
    reasons.push(`what was shown is another digest; ${anew}`);
  if (maxBatchUsd !== null && totalOf(batch) > maxBatchUsd) {
    reasons.push(
      `the batch takes ${formatMicro(totalOf(batch))} USD off balances; payouts.max_batch_usd is ${formatMicro(maxBatchUsd)}`,
    );
  }
  const finalizedBy = (await finalMonth(db, month))?.finalizedBy;
  if (twoPerson && finalizedBy === by) {
    reasons.push(`${by} made ${formatMonth(month)} final: payouts.two_person wants another person to release it`);
  }
  return reasons;
}

function notCurrent({ digest, month }: ReleaseRequest, now: string | null): string {
  const known = now === null ? 'the batch was never shown' : `it is ${now} now`;
  return `the digest ${digest} is not current: ${known}; look at it again with revshare payouts ${formatMonth(month)}`;
}

async function repeated(request: ReleaseRequest, batch: KeptBatch, digest: string): Promise<Released | PayoutRefusal> {
  if (digest === '' || !digest.startsWith(request.digest)) {
    return refusal(`the batch ${batch.batch.id} is released already, by another digest: ${digest || 'none'}`);
  }
  return { done: 'already-released', batch: await afterwards(request, batch) };
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

/** Writes the files as the books are now. */
async function afterwards(request: ReleaseRequest, before: KeptBatch): Promise<KeptBatch> {
  const books = await writePayoutDirectory(request);
  const batch = needStanding(books.batches, request.month);
  if ('done' in batch) throw new Error(`the batch ${before.batch.id} is gone after an act`);
  return batch;
}
