import type { Month } from '../../core/month/month.ts';
import type { ChainedAct } from '../../core/payout/act-chain.ts';
import type { PayoutAct } from '../../core/payout/kept-payouts.ts';
import { unlistedActs } from '../books/acts-file.ts';
import { refuseUnknownReports } from '../books/known-reports.ts';
import { refuseChangedMonths } from '../books/unchanged-months.ts';
import { OF_PAYOUTS, refuseChangedSmallRows } from '../books/unchanged-small-rows.ts';
import { type PayoutBooks, type PayoutRefusal, type PayoutRequest, readPayoutBooks, refusal } from './payout-books.ts';

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
 * @throws InvalidInput unknown-reports, changed-books
 */
export async function booksBeforeAct(
  request: PayoutRequest,
  through: Month = request.month,
): Promise<BooksBeforeAct | PayoutRefusal> {
  const { db, data, out, month, asOfMs } = request;
  await refuseChangedMonths(db, out);
  await refuseChangedSmallRows(db, data, OF_PAYOUTS);
  const books = await readPayoutBooks(db, through, 'summed');
  await refuseUnknownReports(db, out, { batches: books.batches, receiptsOf: month });
  const last = actsOf(books).reduce((latest, { at }) => (at > latest ? at : latest), '');
  const now = new Date(asOfMs).toISOString();
  if (now < last) return refusal(`--as-of ${now} is before what was last done about payouts, at ${last}`);
  return { ...books, unlisted: await unlistedActs(db, out) };
}

function actsOf({ batches, adjustments }: PayoutBooks): PayoutAct[] {
  return [
    ...batches.flatMap(({ prepared, releases, void: gone, receipts }) => [
      prepared,
      ...releases,
      ...(gone === null ? [] : [gone]),
      ...receipts,
    ]),
    ...adjustments,
  ];
}
