import { DAY_MS } from '../../month/durations.ts';
import { type Month, monthEndMs } from '../../month/month.ts';
import type { KeptPayouts, PayoutAct } from '../ledger/kept-payouts.ts';

/** Less than a year: a mistyped year is told. */
const MOST_DAYS_AHEAD = 300;

/** When something is to be done about payouts. */
export interface ActInstant {
  readonly asOfMs: number;
  /** What the machine's clock says. */
  readonly clockMs: number;
}

/**
 * R17: why nothing is done about payouts at an instant: something was done after it; or it lies far ahead of all that is known of the
 * time (the clock, the last final month, the last act), and nothing could be done before it any more. Null where it may be.
 *
 * @param lastFinal null where no month is final
 */
export function instantObjection(
  books: KeptPayouts,
  lastFinal: Month | null,
  { asOfMs, clockMs }: ActInstant,
): string | null {
  const last = actsOf(books).reduce((latest, { at }) => (at > latest ? at : latest), '');
  const given = `--as-of ${new Date(asOfMs).toISOString()}`;
  if (new Date(asOfMs).toISOString() < last) return `${given} is before what was last done about payouts, at ${last}`;
  const known = [clockMs, ...(last === '' ? [] : [Date.parse(last)])];
  if (lastFinal !== null) known.push(monthEndMs(lastFinal));
  const days = Math.floor((asOfMs - Math.max(...known)) / DAY_MS);
  if (days <= MOST_DAYS_AHEAD) return null;
  return `${given} is ${days} days ahead of the clock: nothing could be done about payouts before it any more. Write the day that is meant, or leave it out`;
}

function actsOf({ batches, adjustments }: KeptPayouts): PayoutAct[] {
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
