import { DAY_MS } from '../month/durations.ts';
import { type Month, monthOf, monthOfInstant } from '../month/month.ts';

/**
 * A fiscal month of Apple, named after a calendar month that it mostly covers. A half-open stretch of whole UTC days:
 * Apple prints dates without a time (R1).
 */
export interface FiscalMonth {
  readonly label: Month;
  readonly fromMs: number;
  readonly beforeMs: number;
}

const WEEK_MS = 7 * DAY_MS;
const SATURDAY = 6;
const SEPTEMBER = 9;
/** Weeks of the twelve fiscal months, October first. */
const WEEKS = [5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4] as const;
const WEEKS_OF_YEAR = 52;
/** A year of 53 weeks has one more in December. */
const LONG_MONTH = 2;

/**
 * The fiscal month of a label, by the rule of Apple's calendar: the year ends on the last Saturday of September, its
 * months have 5, 4 and 4 weeks, and a 53rd week falls into December. Where a file prints its own dates, those count.
 */
export function fiscalMonthOf(label: Month): FiscalMonth {
  const yearEnd = label % 12 < SEPTEMBER ? Math.floor(label / 12) : Math.floor(label / 12) + 1;
  const startMs = dayAfterLastSaturday(yearEnd - 1);
  const isLong = dayAfterLastSaturday(yearEnd) - startMs > WEEKS_OF_YEAR * WEEK_MS;
  const index = label - monthOf(yearEnd - 1, SEPTEMBER + 1);
  let fromMs = startMs;
  for (let before = 0; before < index; before += 1) fromMs += weeksOf(before, isLong) * WEEK_MS;
  return { label, fromMs, beforeMs: fromMs + weeksOf(index, isLong) * WEEK_MS };
}

/** The fiscal month that a report's own dates stand for: it is named after the calendar month of its middle. */
export function fiscalMonthFrom(firstDayMs: number, lastDayMs: number): FiscalMonth {
  const beforeMs = lastDayMs + DAY_MS;
  return { label: monthOfInstant(Math.floor((firstDayMs + beforeMs) / 2)), fromMs: firstDayMs, beforeMs };
}

function weeksOf(index: number, isLong: boolean): number {
  return (WEEKS[index] ?? 0) + (isLong && index === LONG_MONTH ? 1 : 0);
}

/** The Sunday with which the fiscal year after September of `year` begins. */
function dayAfterLastSaturday(year: number): number {
  const lastDay = Date.UTC(year, SEPTEMBER, 0);
  const daysBack = (new Date(lastDay).getUTCDay() - SATURDAY + 7) % 7;
  return lastDay - daysBack * DAY_MS + DAY_MS;
}
