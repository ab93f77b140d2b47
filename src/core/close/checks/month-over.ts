import { addMonths, formatMonth, monthStartMs } from '../../month/month.ts';
import { utcDate } from '../../month/utc-date.ts';
import { type Gate, type GateInput, ok } from './gate.ts';

/** R14: a month that is not over is an estimate and cannot become final. */
export function monthOver({ month, asOfMs }: GateInput): Gate {
  const name = 'month-over';
  const endMs = monthStartMs(addMonths(month, 1));
  const lastDay = utcDate(endMs - 1);
  if (asOfMs >= endMs) return ok(name, `${formatMonth(month)} ended with ${lastDay}`);
  return {
    name,
    state: 'blocked',
    why: `${formatMonth(month)} runs until the end of ${lastDay}`,
    remedy: 'Wait until the month is over.',
  };
}
