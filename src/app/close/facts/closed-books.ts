import type { ClosedBooks } from '../../../core/close/prior-periods/closed-books.ts';
import { NOTHING_CLOSED } from '../../../core/close/prior-periods/closed-books.ts';
import type { BookedDeferral, BookedGroup, RollforwardRow } from '../../../core/deferral/rollforward.ts';
import { groupKey } from '../../../core/deferral/rollforward.ts';
import { exactFromText } from '../../../core/money/exact-decimal.ts';
import type { Month } from '../../../core/month/month.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listFinalMonths } from '../../../store/months/final-months.ts';
import { finalSmallRows, insertFinalSmallRows } from '../../../store/months/final-small-rows.ts';

/** What the final months leave to the open ones. */
export async function readClosedBooks(db: Database): Promise<ClosedBooks> {
  const final = await listFinalMonths(db);
  const [first, last] = [final[0], final.at(-1)];
  if (first === undefined || last === undefined) return NOTHING_CLOSED;
  const books = { firstFinal: first.month, lastFinal: last.month, carriedOut: exactFromText(last.carriedOut) };
  const rows = await finalSmallRows(db, last.month, 'deferred');
  // A month that an earlier version closed kept nothing of this.
  return rows.length === 0 ? books : { ...books, deferred: bookedDeferral(rows) };
}

function bookedDeferral(rows: readonly BookedGroup[]): BookedDeferral {
  return new Map(rows.map(({ group, ...closing }) => [group, closing]));
}

/** Keeps the deferred amounts that a final month closes with: the next month opens with them. */
export async function keepDeferred(db: Database, month: Month, rows: readonly RollforwardRow[]): Promise<void> {
  const booked = rows.map((row): BookedGroup => {
    const { gross, tax, fee } = row.closing;
    return { group: groupKey(row), gross, tax, fee };
  });
  await insertFinalSmallRows(db, month, 'deferred', booked);
}
