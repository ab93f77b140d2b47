import { UTCDate } from '@date-fns/utc';
import { addDays, formatISO, lastDayOfMonth } from 'date-fns';
import { shownStretches } from '../text/shown-stretches.ts';
import { DAY_MS } from './durations.ts';

/**
 * A UTC calendar month (R1), as a type of its own: months since year 0.
 * Arithmetic on months is plain arithmetic on this number; no Date leaves this file.
 */
export type Month = number & { readonly __unit: 'UTC month' };

const MONTH_TEXT = /^(\d{4})-(0[1-9]|1[0-2])$/;

/** Reads `YYYY-MM`; null when the text is not a month. */
export function parseMonth(text: string): Month | null {
  const match = MONTH_TEXT.exec(text);
  if (match === null) return null;
  return monthOf(Number(match[1]), Number(match[2]));
}

/** The month of a text that we wrote ourselves; throws at anything else, because it is a fault of the program. */
export function monthFromText(text: string): Month {
  const month = parseMonth(text);
  if (month === null) throw new Error(`"${text}" stands where a month of ours should`);
  return month;
}

/** The month of a calendar year and a month number from 1 to 12. */
export function monthOf(year: number, monthNumber: number): Month {
  return (year * 12 + monthNumber - 1) as Month;
}

/** `YYYY-MM`. */
export function formatMonth(month: Month): string {
  const year = Math.floor(month / 12);
  return `${String(year).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** The UTC month that holds an instant (milliseconds since 1970, UTC). */
export function monthOfInstant(instantMs: number): Month {
  const date = new Date(instantMs);
  return monthOf(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** First instant of the month, in milliseconds UTC. The month is the half-open interval from there to `monthEndMs` (R1). */
export function monthStartMs(month: Month): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1);
}

/** The first instant after the month: it is the next one's. */
export function monthEndMs(month: Month): number {
  return monthStartMs(addMonths(month, 1));
}

/** The month `count` months later (earlier when negative). */
export function addMonths(month: Month, count: number): Month {
  return (month + count) as Month;
}

/** Every month from `first` to `last`, both included; empty when `last` is before `first`. */
export function monthsFrom(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let month: number = first; month <= last; month += 1) months.push(month as Month);
  return months;
}

/** Months as a person reads them, in their order: stretches as `2026-10 to 2027-03`. */
export function shownMonths(months: readonly Month[]): string {
  return shownStretches(months, (month) => addMonths(month, 1), formatMonth);
}

/** The month's first day, `YYYY-MM-DD`. */
export function firstDayOf(month: Month): string {
  return `${formatMonth(month)}-01`;
}

/** The month's last day, `YYYY-MM-DD`. */
export function lastDayOf(month: Month): string {
  const days = (monthEndMs(month) - monthStartMs(month)) / DAY_MS;
  return `${formatMonth(month)}-${days}`;
}

/** The day on which a month's payouts are due: `days` days after its last day (R14), as `YYYY-MM-DD`. */
export function payoutDue(month: Month, days: number): string {
  const lastDay = lastDayOfMonth(new UTCDate(monthStartMs(month)));
  return formatISO(addDays(lastDay, days), { representation: 'date' });
}

/** Whether an instant falls on the month's last day, UTC. */
export function isLastDayOf(month: Month, atMs: number): boolean {
  const end = monthEndMs(month);
  return atMs >= end - DAY_MS && atMs < end;
}
