import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMonths,
  firstDayOf,
  formatMonth,
  isLastDayOf,
  lastDayOf,
  monthEndMs,
  monthFromText,
  monthOf,
  monthOfInstant,
  monthStartMs,
  monthsFrom,
  parseMonth,
  payoutDue,
  shownMonths,
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

  it('has a first and a last day, and knows which instants are of its last', () => {
    const february = monthOf(2028, 2);
    expect([firstDayOf(february), lastDayOf(february)]).toEqual(['2028-02-01', '2028-02-29']);
    const last = Date.UTC(2028, 1, 29);
    expect([last - 1, last, last + 86_400_000 - 1, last + 86_400_000].map((at) => isLastDayOf(february, at))).toEqual([
      ...[false, true, true, false],
    ]);
  });

  it('is read from a text of ours, and anything else is a fault of the program', () => {
    expect(monthFromText('2026-08')).toBe(monthOf(2026, 8));
    expect(() => monthFromText('2026-8')).toThrow('"2026-8" stands where a month of ours should');
    for (const text of ['x2026-10', '2026-10x', 'a026-10', '2026-1a']) expect(parseMonth(text)).toBeNull();
    expect(formatMonth(monthOf(926, 1))).toBe('0926-01');
  });

  it('is the half-open interval from its start to the next start', () => {
    fc.assert(
      fc.property(anyMonth, ([year, number]) => {
        const each = monthOf(year, number);
        expect(parseMonth(formatMonth(each))).toBe(each);
        expect(monthOfInstant(monthStartMs(each))).toBe(each);
        expect(monthOfInstant(monthEndMs(each) - 1)).toBe(each);
        expect(monthOfInstant(monthEndMs(each))).toBe(addMonths(each, 1));
      }),
    );
  });
});

it('months are shown as stretches', () => {
  const all = ['2026-10', '2026-11', '2026-12', '2027-01', '2027-03'].map(monthFromText);
  expect(shownMonths(all)).toBe('2026-10 to 2027-01, 2027-03');
  expect(shownMonths([])).toBe('');
});
