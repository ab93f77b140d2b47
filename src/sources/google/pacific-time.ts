import { HOUR_MS, MINUTE_MS } from '../../core/month/durations.ts';
import { parseUtcDate, utcDay } from '../reading/utc-time.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** The printed suffix is a fixed offset (R1): the hour that November repeats stays unambiguous. */
const HOURS_BEHIND_UTC: Readonly<Record<string, number>> = { PST: 8, PDT: 7 };

/** Reads `Nov 3, 2019` and `7:14:07 AM PST` (or `19:14:07 PST`) as ms UTC. */
export function pacificInstant(date: string, time: string): number | 'not-a-date' | 'not-a-time' | 'unknown-zone' {
  const day = pacificDay(date);
  if (day === null) return 'not-a-date';
  const match = /^(\d{1,2}):(\d{2}):(\d{2})(?: ([AP]M))?(?: (.*))?$/i.exec(time.replaceAll('\u202f', ' '));
  if (match === null) return 'not-a-time';
  const behind = HOURS_BEHIND_UTC[(match[5] ?? '').toUpperCase()];
  if (behind === undefined) return 'unknown-zone';
  const hour = hourOfDay(Number(match[1]), match[4]?.toUpperCase());
  if (hour === null || Number(match[2]) > 59 || Number(match[3]) > 59) return 'not-a-time';
  return day + (hour + behind) * HOUR_MS + Number(match[2]) * MINUTE_MS + Number(match[3]) * 1000;
}

function hourOfDay(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour <= 23 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'PM' ? 12 : 0);
}

function pacificDay(text: string): number | null {
  const match = /^([A-Za-z]{3})[a-z]*\.? (\d{1,2}), (\d{4})$/.exec(text);
  if (match === null) return parseUtcDate(text);
  const month = MONTHS.indexOf((match[1] ?? '').toLowerCase());
  return month < 0 ? null : utcDay(Number(match[3]), month + 1, Number(match[2]));
}
