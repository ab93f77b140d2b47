import type { ClosedBooks } from '../core/close/closed-books.ts';
import { NOTHING_CLOSED } from '../core/close/closed-books.ts';
import { exactFromText } from '../core/money/exact-decimal.ts';
import { type Month, parseMonth } from '../core/month/month.ts';
import { listFinalMonths } from '../store/final-months.ts';
import type { Database } from '../store/open-store.ts';

/** What the final months leave to the open ones. */
export async function readClosedBooks(db: Database): Promise<ClosedBooks> {
  const last = (await listFinalMonths(db)).at(-1);
  if (last === undefined) return NOTHING_CLOSED;
  return { lastFinal: parseMonth(last.month) as Month, carriedOut: exactFromText(last.carriedOut) };
}
