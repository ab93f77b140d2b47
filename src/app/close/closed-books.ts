import type { ClosedBooks } from '../../core/close/closed-books.ts';
import { NOTHING_CLOSED } from '../../core/close/closed-books.ts';
import type { BookedDeferral, RollforwardRow } from '../../core/deferral/rollforward.ts';
import { groupKey } from '../../core/deferral/rollforward.ts';
import { exactFromText } from '../../core/money/exact-decimal.ts';
import type { Month } from '../../core/month/month.ts';
import { listFinalMonths } from '../../store/final-months.ts';
import { finalSmallRows, insertFinalSmallRows } from '../../store/final-usage.ts';
import type { Database } from '../../store/open-store.ts';

/** What the final months leave to the open ones. */
export async function readClosedBooks(db: Database): Promise<ClosedBooks> {
  const last = (await listFinalMonths(db)).at(-1);
  if (last === undefined) return NOTHING_CLOSED;
  const books = { lastFinal: last.month, carriedOut: exactFromText(last.carriedOut) };
  const rows = await finalSmallRows(db, last.month, 'deferred');
  // A month that an earlier version closed kept nothing of this.
  return rows.length === 0 ? books : { ...books, deferred: bookedDeferral(rows) };
}

/** What a final month closes with, by group. */
type BookedRow = Readonly<Record<'group' | 'gross' | 'tax' | 'fee', string>>;

function bookedDeferral(rows: readonly string[]): BookedDeferral {
  return new Map(
    rows.map((body) => {
      const { group, gross, tax, fee } = JSON.parse(body) as BookedRow;
      return [group, { gross: BigInt(gross), tax: BigInt(tax), fee: BigInt(fee) }];
    }),
  );
}

/** Keeps the deferred amounts that a final month closes with: the next month opens with them. */
export async function keepDeferred(db: Database, month: Month, rows: readonly RollforwardRow[]): Promise<void> {
  const bodies = rows.map((row): BookedRow => {
    const { gross, tax, fee } = row.closing;
    return { group: groupKey(row), gross: gross.toString(), tax: tax.toString(), fee: fee.toString() };
  });
  await insertFinalSmallRows(
    db,
    month,
    'deferred',
    bodies.map((body) => JSON.stringify(body)),
  );
}
