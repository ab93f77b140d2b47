import { DAY_MS } from '../../month/durations.ts';
import { type Month, monthEndMs } from '../../month/month.ts';
import type { KeptPayouts, PayoutAct } from '../ledger/kept-payouts.ts';

/** Five years: months become final and are paid within one. */
const MOST_DAYS_AHEAD = 5 * 365;

/**
 * R17: why nothing is done about payouts at an instant (`--as-of`, ms UTC): something was done after it; or it lies far ahead of all that
 * the books know of (the last final month, the last act), and nothing could be done before it any more. Null where it may be. No clock is
 * asked: what a month was paid by does not depend on when somebody looks (R1).
 *
 * @param lastFinal null where no month is final
 */
export function instantObjection(books: KeptPayouts, lastFinal: Month | null, asOfMs: number): string | null {
  const last = actsOf(books).reduce((latest, { at }) => (at > latest ? at : latest), '');
  const given = `--as-of ${new Date(asOfMs).toISOString()}`;
  if (new Date(asOfMs).toISOString() < last) return `${given} is before what was last done about payouts, at ${last}`;
  const known = [...(last === '' ? [] : [Date.parse(last)]), ...(lastFinal === null ? [] : [monthEndMs(lastFinal)])];
  const days = Math.floor((asOfMs - Math.max(...known)) / DAY_MS);
  if (known.length === 0 || days <= MOST_DAYS_AHEAD) return null;
  return `${given} is ${days} days after all that is final or was done: nothing could be done about payouts before it any more. Write the day that is meant, or leave it out`;
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
