import { HOUR_MS } from '../../core/month/durations.ts';
import type { DayOrder } from '../../core/payout/ledger/receipt.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../reading/table-row.ts';
import { parseUtcTime, utcDay } from '../reading/utc-time.ts';

/** Hours from UTC of the zones that PayPal prints; others are refused. CST is that of America: PayPal names no other so. */
const ZONES: Readonly<Record<string, number>> = {
  ...{ UTC: 0, GMT: 0, WET: 0, BST: 1, WEST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, JST: 9, AEST: 10, AEDT: 11 },
  ...{ PST: -8, PDT: -7, MST: -7, MDT: -6, CST: -6, CDT: -5, EST: -5, EDT: -4 },
};

/**
 * The order of days like 05/12/2026 in a file: the one that some row can only be. Null where rows contradict, or none
 * tells.
 */
export function dayOrderOf(dates: readonly string[]): DayOrder | null {
  const parts = dates.flatMap((date) => {
    const match = /^(\d{1,2})\/(\d{1,2})\/\d{4}$/.exec(date);
    return match === null ? [] : [[Number(match[1]), Number(match[2])] as const];
  });
  const dayFirst = parts.some(([first]) => first > 12);
  const monthFirst = parts.some(([, second]) => second > 12);
  if (dayFirst === monthFirst) return null;
  return dayFirst ? 'day-first' : 'month-first';
}

const IN_UTC = 'Write the time in UTC, such as 2026-12-14, 10:00:00 and UTC in the columns of date, time and zone.';

/** The instant of a PayPal row, from its columns date, time and zone; 0 where it cannot be read exactly, which is a problem of the row. */
export function paypalInstant(row: TableRow, order: DayOrder | null): number {
  const [date, time, zone] = [row.needed('date'), row.needed('time'), row.needed('zone')];
  if (date === '' || time === '' || zone === '') return 0;
  const day = dayOf(date, order);
  if (day === 'either') {
    const remedy = 'Say which it is with --days day-first or --days month-first.';
    row.fail('not-a-time', 'date', `date ${quoted(date)} may be two days, and no row tells which`, remedy);
    return 0;
  }
  const [, hour = '', minute = '', second = ''] = /^(\d{1,2}):(\d{2}):(\d{2})$/.exec(time) ?? [];
  const offset = ZONES[zone.toUpperCase()];
  if (offset === undefined) {
    row.fail('not-a-time', 'zone', `time zone ${quoted(zone)} is none whose distance from UTC is known`, IN_UTC);
    return 0;
  }
  const isTime = hour !== '' && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  if (day === null || !isTime) {
    row.fail('not-a-time', 'date', `${quoted(`${date} ${time}`)} is not a time that can be read exactly`, IN_UTC);
    return 0;
  }
  return day + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 - offset * HOUR_MS;
}

function dayOf(text: string, order: DayOrder | null): number | 'either' | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso !== null) return utcDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (dotted !== null) return utcDay(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (slashed === null) return null;
  const [first, second, year] = slashed.slice(1).map(Number) as [number, number, number];
  if (order === null && first !== second) return 'either';
  return order === 'day-first' ? utcDay(year, second, first) : utcDay(year, first, second);
}

/** An instant of a column that is in UTC, `2026-12-14 10:00:00` or ISO 8601; 0 where it is none, which is a problem of the row. */
export function utcColumn(row: TableRow, column: string): number {
  const text = row.needed(column);
  if (text === '') return 0;
  const instant = parseUtcTime(text.replace(/(\+00:?00| UTC)$/, ''));
  if (instant !== null) return instant;
  row.fail('not-a-time', column, `${column} ${quoted(text)} is not a time in UTC like 2026-12-14 10:00:00`);
  return 0;
}
