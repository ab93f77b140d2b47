import { formatMonth } from '../../core/month/month.ts';
import { differenceSentences } from '../../core/payout/gates/batch-differences.ts';
import { lapsedSentences } from '../../core/payout/gates/lapsed-release.ts';
import { paidByLater, preparationObjection } from '../../core/payout/gates/preparation-objections.ts';
import type { PayeeChange } from '../../core/payout/preparation/payee-changes.ts';
import type { ShownPreparation } from '../../core/payout/preparation/prepare-batch.ts';
import { type ReleasePreview, validUntil } from '../../core/payout/release/release.ts';
import { isSaidHeld } from '../../store/database/lock.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { insertBatch, insertRelease } from '../../store/payouts/keep-payouts.ts';
import { unlistedActs, unlistedText } from '../books/records/acts-file.ts';
import { refuseUnknownReports, unvouchedText } from '../books/records/known-reports.ts';
import { refuseChangedEarned } from '../books/records/unchanged-earned.ts';
import { refuseChangedMonths, refuseChangedPostings } from '../books/records/unchanged-months.ts';
import { OF_PAYOUTS, refuseChangedSmallRows } from '../books/records/unchanged-small-rows.ts';
import { type BooksBeforeAct, booksBeforeAct } from './before-act.ts';
import { lapsedNow } from './lapsed-now.ts';
import { type MonthBatch, monthBatch } from './month-batch.ts';
import {
  actNow,
  type PayoutBooks,
  type PayoutRefusal,
  type PayoutRequest,
  readPayoutBooks,
  refusal,
  standingBatch,
} from './payout-books.ts';
import { writePayoutDirectory } from './payout-directory.ts';
import { releasePreview } from './release-preview.ts';

export interface PrepareRequest extends PayoutRequest {
  /** The day whose rates convert, `YYYY-MM-DD`; null for the standing batch's, else the month's last day. */
  readonly rateDate: string | null;
  /** A person has seen what changed of the payees since the month was approved. */
  readonly acceptChanges: boolean;
  /** A person wants to pay before the month's payouts are due. */
  readonly early: boolean;
  /** Says what would be prepared, and keeps nothing. */
  readonly preview: boolean;
}

/**
 * R17: prepares the batch of a final month, once: every balance through it that is payable, one line per wallet. Its
 * amounts are reserved and what is shown of it is kept in one transaction, then its files are written, whole: those of the
 * rails only after its release. Prepared again, the same batch comes back, shown anew; another batch is refused
 * while one stands.
 */
export async function preparePayouts(
  request: PrepareRequest,
): Promise<ShownPreparation | (PayoutRefusal & { readonly changes?: readonly PayeeChange[] })> {
  const { db, month, preview } = request;
  const name = formatMonth(month);
  const books = preview ? await booksToPreview(request) : await booksBeforeAct(request);
  if ('done' in books) return books;
  const final = await finalMonth(db, month);
  if (final === null) {
    return refusal(`${name} is not final: revshare status ${name} shows what it waits for`);
  }
  const later = paidByLater(books.batches, month);
  if (later !== null) return refusal(later);
  await refuseChangedEarned(db, request.out, month);
  await refuseChangedPostings(db);
  const found = await monthBatch(request, books, request.rateDate);
  const { batch, unpaid, changes, standing, differences, rateDate } = found;
  if (standing !== null) {
    const lapsed = await lapsedNow(request, standing);
    // Refused or not: what lies there is what the standing batch says, and nothing else is sent by it.
    if (lapsed.length + differences.length > 0 && !preview) await writePayoutDirectory(request);
    if (lapsed.length > 0) return { ...refusal(...lapsedSentences(standing.batch, lapsed)), changes };
    if (differences.length > 0) return { ...refusal(...differenceSentences(standing, differences)), changes };
  }
  const unvouched = unvouchedText(request.out, final);
  const release = await releasePreview(request, books, batch, standing);
  // Who only looks may look beside a run that does something.
  const unlisted = unlistedText(books.unlisted, preview && isSaidHeld(request.data.root));
  const { maxBatchUsd } = request.policy.payouts;
  const { acceptChanges, early } = request;
  const terms = { maxBatchUsd, acceptChanges, early };
  const isReleased = release.state === 'released';
  const why = isReleased ? null : preparationObjection(terms, { ...found, due: release.due, isDue: release.isDue });
  if (preview)
    return { done: 'preview', batch, unpaid, rateDate, changes, release, unlisted, unvouched, objection: why };
  if (why !== null) return { ...refusal(why), changes };
  if (batch.lines.length > 0) await keepShown(request, found, release);
  const shown = await afterwards(request, found, await writePayoutDirectory(request, changes));
  const done = standing !== null ? 'already-prepared' : batch.lines.length > 0 ? 'prepared' : 'nothing-payable';
  return { done, batch, unpaid, rateDate, changes, release: shown, unlisted, unvouched, objection: null };
}

/**
 * The books as `booksBeforeAct` has them, for one who only looks: whatever its instant, and where nothing can be written.
 *
 * @throws InvalidInput unknown-reports, changed-books
 */
async function booksToPreview({ db, data, out, month }: PrepareRequest): Promise<BooksBeforeAct> {
  await refuseChangedMonths(db, out);
  await refuseChangedSmallRows(db, data, OF_PAYOUTS);
  const books = await readPayoutBooks(db, month, 'summed');
  await refuseUnknownReports(db, out, { batches: books.batches, receiptsOf: month });
  return { ...books, unlisted: await unlistedActs(db, out) };
}

/** Keeps the batch where none stands, and that it was shown where that is not valid any more. */
async function keepShown(request: PrepareRequest, found: MonthBatch, release: ReleasePreview): Promise<void> {
  const { db, by, asOfMs } = request;
  const { batch, standing } = found;
  if (release.state === 'released') return;
  const isShown = release.state === 'waiting' && standing?.releases.at(-1)?.digest === release.digest;
  if (isShown) return;
  await db.transaction().execute(async (transaction) => {
    const act = await actNow(transaction, by, asOfMs);
    if (standing === null) await insertBatch(transaction, batch, act);
    const shown = { ...act, act: 'shown' as const, digest: release.digest, validUntil: validUntil(asOfMs), reason: '' };
    await insertRelease(transaction, batch.id, shown);
  });
}

/** The preview with what was kept by now. */
function afterwards(request: PrepareRequest, { batch }: MonthBatch, books: PayoutBooks): Promise<ReleasePreview> {
  return releasePreview(request, books, batch, standingBatch(books.batches, request.month));
}
