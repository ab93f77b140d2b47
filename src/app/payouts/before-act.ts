import type { PayoutAct } from '../../core/payout/kept-payouts.ts';
import { listAdjustments, listBatches } from '../../store/payouts.ts';
import { refuseUnknownReports } from '../books/known-reports.ts';
import { type PayoutRefusal, type PayoutRequest, refusal } from './payout-books.ts';

/**
 * What is asked before anything is done about payouts: that the books know everything that lies among the reports (R16),
 * and that it is done after everything that was done before (R17). Null when it may be done.
 *
 * @throws InvalidInput unknown-reports
 */
export async function checkBeforeAct({ db, out, month, asOfMs }: PayoutRequest): Promise<PayoutRefusal | null> {
  await refuseUnknownReports(db, out, month);
  const batches = await listBatches(db);
  const acts: PayoutAct[] = [
    ...batches.flatMap(({ prepared, releases, void: gone, receipts }) => [
      prepared,
      ...releases,
      ...(gone === null ? [] : [gone]),
      ...receipts,
    ]),
    ...(await listAdjustments(db)),
  ];
  const last = acts.reduce((latest, { at }) => (at > latest ? at : latest), '');
  const now = new Date(asOfMs).toISOString();
  return now < last ? refusal(`--as-of ${now} is before what was last done about payouts, at ${last}`) : null;
}
