import { formatMonth, type Month, monthEndMs } from '../../month/month.ts';
import { utcDate } from '../../month/utc-date.ts';
import { type Gate, type GateInput, ok } from './gate.ts';

/** R14: what an open month is at an instant. */
export function openState(month: Month, asOfMs: number): 'estimate' | 'review' {
  return asOfMs < monthEndMs(month) ? 'estimate' : 'review';
}

/** R14: a month that is not over is an estimate and cannot become final. */
export function monthOver({ month, asOfMs }: GateInput): Gate {
  const name = 'month-over';
  const lastDay = utcDate(monthEndMs(month) - 1);
  if (openState(month, asOfMs) === 'review') return ok(name, `${formatMonth(month)} ended with ${lastDay}`);
  return {
    name,
    state: 'blocked',
    why: `${formatMonth(month)} runs until the end of ${lastDay}`,
    remedy: 'Wait until the month is over.',
  };
}
