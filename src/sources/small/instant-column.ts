import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../reading/table-row.ts';
import { parseUtcDate } from '../reading/utc-time.ts';

/** An instant with its offset, or a whole UTC day, in ms UTC; null when the column is empty, or is neither. */
export function instantOf(row: TableRow, column: string): number | null {
  const text = row.text(column);
  if (text === '') return null;
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  const [, day, time, offset] = match ?? [];
  if (time !== undefined && offset === undefined) {
    row.fail('no-offset', column, `${column} ${quoted(text)} does not say its offset from UTC`);
    return null;
  }
  const iso = time === undefined ? `${day}T00:00:00Z` : `${day}T${time}${colonOffset(offset ?? 'Z')}`;
  // Date.parse takes 30 February for 2 March, and 24:00.
  const exists = day !== undefined && parseUtcDate(day) !== null && !time?.startsWith('24');
  const parsed = exists ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(parsed))
    row.fail('not-a-time', column, `${column} ${quoted(text)} is not a time like 2026-10-31T23:59:59Z`);
  return Number.isNaN(parsed) ? null : parsed;
}

function colonOffset(offset: string): string {
  return /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
}
