import { DAY_MS } from '../../month/durations.ts';
import { type Month, monthEndMs, monthStartMs } from '../../month/month.ts';
import { utcDate } from '../../month/utc-date.ts';
import { shownStretches } from '../../text/shown-stretches.ts';
import type { DayRange } from '../inputs/day-range.ts';

/** The days of a month, `YYYY-MM-DD`, in order. */
export function daysOf(month: Month): string[] {
  const days: string[] = [];
  for (let at = monthStartMs(month); at < monthEndMs(month); at += DAY_MS) days.push(utcDate(at));
  return days;
}

/** The first instant of a UTC day. */
export function dayStartMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The day `count` days later. */
export function addDaysTo(day: string, count: number): string {
  return utcDate(dayStartMs(day) + count * DAY_MS);
}

/** The days that lie in none of the ranges. */
export function uncovered(days: readonly string[], ranges: readonly DayRange[]): string[] {
  return days.filter((day) => !ranges.some((range) => range.from <= day && day <= range.to));
}

/** Days as a person reads them: stretches as `2026-10-02 to 2026-10-05`. */
export function shownDays(days: readonly string[]): string {
  return shownStretches(
    days,
    (day) => addDaysTo(day, 1),
    (day) => day,
  );
}
