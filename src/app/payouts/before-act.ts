import { formatMonth, type Month } from '../../core/month/month.ts';
import { instantObjection } from '../../core/payout/gates/act-order.ts';
import type { ChainedAct } from '../../core/payout/ledger/act-chain.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import { checkWritable } from '../../files/named-places.ts';
import { listFinalMonths } from '../../store/months/final-months.ts';
import { unlistedActs, unlistedText } from '../books/records/acts-file.ts';
import { refuseUnknownReports } from '../books/records/known-reports.ts';
import { refuseChangedMonths } from '../books/records/unchanged-months.ts';
import { OF_PAYOUTS, refuseChangedSmallRows } from '../books/records/unchanged-small-rows.ts';
import {
  type PayoutBooks,
  type PayoutRefusal,
  type PayoutRequest,
  readPayoutBooks,
  refusal,
  standingBatch,
} from './payout-books.ts';
import { directoryOf } from './payout-directory.ts';

/** The books, and the acts in them that acts.csv does not hold. */
export interface BooksBeforeAct extends PayoutBooks {
  readonly unlisted: readonly ChainedAct[];
}

/**
 * The payout books, read once for what is to be done: after it was asked that final months are as they became final, that payees, screenings and rates are what their evidence gives, that the
 * books know everything that lies among the reports (R16), that no act was put in, changed or taken out, and that it is done after everything that was done before
 * (R17).
 *
 * @param through the last month whose earnings count; by default the request's own
 * @throws InvalidInput unknown-reports, changed-books, unreadable-path where what is done could not be written
 */
export async function booksBeforeAct(
  request: PayoutRequest,
  through: Month = request.month,
): Promise<BooksBeforeAct | PayoutRefusal> {
  const { db, data, out, month } = request;
  checkWritable(out);
  checkWritable(directoryOf(request));
  await refuseChangedMonths(db, out);
  await refuseChangedSmallRows(db, data, OF_PAYOUTS);
  const books = await readPayoutBooks(db, through, 'summed');
  await refuseUnknownReports(db, out, { batches: books.batches, receiptsOf: month });
  const lastFinal = (await listFinalMonths(db)).at(-1)?.month ?? null;
  const objection = instantObjection(books, lastFinal, request.asOfMs);
  if (objection !== null) return refusal(objection);
  const unlisted = await unlistedActs(db, out);
  // What is done now writes them into acts.csv: nobody would see them any more.
  for (const sentence of unlistedText(unlisted)) request.warn?.(sentence);
  return { ...books, unlisted };
}

/** The same for what is done to the batch that stands, with it; refused where the month has none. */
export async function standingBeforeAct(
  request: PayoutRequest,
): Promise<{ readonly books: BooksBeforeAct; readonly standing: KeptBatch } | PayoutRefusal> {
  const books = await booksBeforeAct(request);
  if ('done' in books) return books;
  const standing = standingBatch(books.batches, request.month);
  if (standing !== null) return { books, standing };
  return refusal(noBatch(books.batches, request.month));
}

/** What is meant for a batch may be of another month's, and one of this month would be in its way. */
function noBatch(batches: readonly KeptBatch[], month: Month): string {
  const name = formatMonth(month);
  const others = batches.filter(({ voided }) => !voided).map(({ batch }) => batch.month);
  if (others.length === 0) return `${name} has no batch: revshare payouts ${name} prepares one`;
  const newest = others.reduce((latest, each) => (each > latest ? each : latest));
  return `${name} has no batch; the newest is that of ${formatMonth(newest)}: name the month that is meant`;
}
