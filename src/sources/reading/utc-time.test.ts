import { describe, expect, it } from 'vitest';
import { parseUtcDate, parseUtcTime } from './utc-time.ts';

describe('times in UTC columns (R1)', () => {
  it.each([
    ['2026-10-31 23:59:59', Date.UTC(2026, 9, 31, 23, 59, 59)],
    ['2026-10-31T23:59:59Z', Date.UTC(2026, 9, 31, 23, 59, 59)],
    ['2026-10-31 23:59', Date.UTC(2026, 9, 31, 23, 59)],
    ['2026-10-31 9:05', Date.UTC(2026, 9, 31, 9, 5)],
    // Cut, never rounded into the next month.
    ['2026-10-31 23:59:59.9999', Date.UTC(2026, 9, 31, 23, 59, 59, 999)],
    ['2028-02-29 00:00:00', Date.UTC(2028, 1, 29)],
  ])('%s', (text, instant) => {
    expect(parseUtcTime(text)).toBe(instant);
  });

  it.each(['2027-02-29 00:00:00', '2026-13-01 00:00', '2026-10-31 24:00', '2026-10-31 23:60', '2026-10-31', ''])(
    '%j is none',
    (text) => {
      expect(parseUtcTime(text)).toBeNull();
    },
  );

  it('a date is the first instant of its day', () => {
    expect(parseUtcDate('2026-11-01')).toBe(Date.UTC(2026, 10, 1));
    expect(parseUtcDate('2026-02-30')).toBeNull();
    expect(parseUtcDate('2026-1-1')).toBeNull();
  });
});
