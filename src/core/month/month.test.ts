import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMonths,
  formatMonth,
  monthOf,
  monthOfInstant,
  monthStartMs,
  monthsFrom,
  parseMonth,
  payoutDue,
} from './month.ts';

const anyMonth = fc.tuple(fc.integer({ min: 1970, max: 2500 }), fc.integer({ min: 1, max: 12 }));

describe('months (R1)', () => {
  it.each([
    ['2026-10-31T23:59:59.999Z', '2026-10'],
    ['2026-11-01T00:00:00.000Z', '2026-11'],
    ['2027-01-01T00:00:00Z', '2027-01'],
    ['2028-02-29T23:59:59.999Z', '2028-02'],
    // Already November in Kiritimati (UTC+14), where the tests run.
    ['2026-10-31T12:00:00Z', '2026-10'],
  ])('%s is in %s', (instant, expected) => {
    expect(formatMonth(monthOfInstant(Date.parse(instant)))).toBe(expected);
  });

  it.each(['2026-13', '2026-00', '2026-1', '26-01', '2026-01-01', '', 'October'])('%j is no month', (text) => {
    expect(parseMonth(text)).toBeNull();
  });

  it('counts over the turn of a year', () => {
    expect(formatMonth(addMonths(monthOf(2026, 12), 1))).toBe('2027-01');
    expect(formatMonth(addMonths(monthOf(2026, 1), -1))).toBe('2025-12');
    expect(monthsFrom(monthOf(2026, 11), monthOf(2027, 2)).map(formatMonth)).toEqual([
      '2026-11',
      '2026-12',
      '2027-01',
      '2027-02',
    ]);
    expect(monthsFrom(monthOf(2026, 2), monthOf(2026, 1))).toEqual([]);
  });

  it.each([
    // The 31st and 45 days more: 30 of November, 15 of December.
    ['2026-10', 45, '2026-12-15'],
    // 28 February and 45 days: 31 of March, 14 of April.
    ['2027-02', 45, '2027-04-14'],
    // 29 February 2028 and 45 days: one day more to begin with, the same 45 days later.
    ['2028-02', 45, '2028-04-14'],
    ['2026-12', 0, '2026-12-31'],
  ])('payouts of %s after %s days are due on %s (R14)', (text, days, due) => {
    expect(payoutDue(parseMonth(text) ?? monthOf(1970, 1), days)).toBe(due);
  });

  it('is the half-open interval from its start to the next start', () => {
    fc.assert(
      fc.property(anyMonth, ([year, number]) => {
        const each = monthOf(year, number);
        expect(parseMonth(formatMonth(each))).toBe(each);
        expect(monthOfInstant(monthStartMs(each))).toBe(each);
        expect(monthOfInstant(monthStartMs(addMonths(each, 1)) - 1)).toBe(each);
      }),
    );
  });
});
