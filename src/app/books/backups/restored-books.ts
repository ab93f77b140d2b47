import { formatMonth } from '../../../core/month/month.ts';
import { listFinalMonths } from '../../../store/months/final-months.ts';
import { listBatches } from '../../../store/payouts/payouts.ts';
import { type Places, withWorkspace } from '../opening/workspace.ts';
import { hasFinalReports } from '../records/known-reports.ts';
import { laterThanBooks } from '../records/later-than-books.ts';

/** Books that were put back, beside the reports. */
export interface RestoredBooks {
  readonly months: readonly string[];
  readonly batches: number;
  readonly receipts: number;
  /** Final months whose reports are not there. */
  readonly lost: readonly string[];
  /** What lies among the reports and came after the backup, in sentences. */
  readonly unknown: readonly string[];
}

/** Holds books that were put back against the reports that lie there. */
export function lookAtRestored(places: Places): Promise<RestoredBooks> {
  return withWorkspace(places, async ({ store: { db } }) => {
    const months = (await listFinalMonths(db)).map(({ month }) => month);
    const batches = await listBatches(db);
    const unknown = await laterThanBooks(db, places.out, batches);
    return {
      months: months.map(formatMonth),
      batches: batches.length,
      receipts: batches.reduce((sum, { receipts }) => sum + receipts.length, 0),
      lost: months.filter((month) => !hasFinalReports(places.out, month)).map(formatMonth),
      unknown: unknown.map(({ place, message }) => `${place.file}: ${message}`),
    };
  });
}
