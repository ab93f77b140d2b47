import type { BookedDeferral } from '../../deferral/rollforward.ts';
import { Exact } from '../../money/exact-decimal.ts';
import { addMonths, type Month } from '../../month/month.ts';

/** What final months leave to the open ones. */
export interface ClosedBooks {
  /** The last final month; null when none is. Months become final in order (R14). */
  readonly lastFinal: Month | null;
  /** The first month that became final; absent where none is. */
  readonly firstFinal?: Month;
  /** What it carries on, exactly. */
  readonly carriedOut: Exact;
  /** What it closed with of deferred amounts; absent when it is not known. */
  readonly deferred?: BookedDeferral;
}

export const NOTHING_CLOSED: ClosedBooks = { lastFinal: null, carriedOut: new Exact(0) };

/** The first month that can still change: adjustments of final months post there (R16). */
export function firstOpenMonth(books: ClosedBooks, firstMonth: Month): Month {
  return books.lastFinal === null ? firstMonth : addMonths(books.lastFinal, 1);
}
