import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../month/durations.ts';
import { addMonths, type Month, monthOf, monthStartMs, parseMonth } from '../month/month.ts';
import { utcDate } from '../month/utc-date.ts';
import { fiscalMonthFrom, fiscalMonthOf } from './apple-fiscal-month.ts';

function days(label: string): [string, string] {
  const { fromMs, beforeMs } = fiscalMonthOf(parseMonth(label) as Month);
  return [utcDate(fromMs), utcDate(beforeMs - DAY_MS)];
}

describe('the fiscal month of a label', () => {
  // The years 2026 and 2027 by weeks of 5, 4 and 4 from the Sunday after the last Saturday of September:
  // 2025-09-27 and 2026-09-26 are such Saturdays.
  it.each([
    ['2025-10', '2025-09-28', '2025-11-01'],
    ['2025-11', '2025-11-02', '2025-11-29'],
    ['2025-12', '2025-11-30', '2025-12-27'],
    ['2026-01', '2025-12-28', '2026-01-31'],
    ['2026-04', '2026-03-29', '2026-05-02'],
    ['2026-07', '2026-06-28', '2026-08-01'],
    ['2026-08', '2026-08-02', '2026-08-29'],
    ['2026-09', '2026-08-30', '2026-09-26'],
    ['2026-10', '2026-09-27', '2026-10-31'],
    ['2026-11', '2026-11-01', '2026-11-28'],
    ['2026-12', '2026-11-29', '2026-12-26'],
    ['2027-01', '2026-12-27', '2027-01-30'],
    ['2027-09', '2027-08-29', '2027-09-25'],
  ])('%s is %s to %s', (label, from, to) => {
    expect(days(label)).toEqual([from, to]);
  });

  it('agrees with periods that Apple has printed', () => {
    expect(days('2014-09')).toEqual(['2014-08-31', '2014-09-27']);
    expect(days('2025-01')).toEqual(['2024-12-29', '2025-02-01']);
  });

  it('has five weeks in December of a year of 53: 2023 and 2028', () => {
    // The year 2023 runs from 2022-09-25 to 2023-09-30, the last Saturday: 53 weeks.
    expect(days('2022-12')).toEqual(['2022-11-27', '2022-12-31']);
    expect(days('2027-12')).toEqual(['2027-11-28', '2028-01-01']);
    expect(days('2028-09')).toEqual(['2028-09-03', '2028-09-30']);
  });
});

const anyLabel = fc.integer({ min: monthOf(1995, 1), max: monthOf(2150, 12) }).map((each) => each as Month);

describe('laws of the fiscal calendar', () => {
  it('months follow each other without gap or overlap', () => {
    fc.assert(
      fc.property(anyLabel, (label) => {
        expect(fiscalMonthOf(label).beforeMs).toBe(fiscalMonthOf(addMonths(label, 1)).fromMs);
      }),
    );
  });

  it('a month runs from a Sunday, four or five weeks, and covers most of the month it is named after', () => {
    fc.assert(
      fc.property(anyLabel, (label) => {
        const { fromMs, beforeMs } = fiscalMonthOf(label);
        expect(new Date(fromMs).getUTCDay()).toBe(0);
        expect([28, 35]).toContain((beforeMs - fromMs) / DAY_MS);
        const shared = Math.min(beforeMs, monthStartMs(addMonths(label, 1))) - Math.max(fromMs, monthStartMs(label));
        expect(shared / DAY_MS).toBeGreaterThan(15);
      }),
    );
  });

  it('the dates of a month lead back to its label', () => {
    fc.assert(
      fc.property(anyLabel, (label) => {
        const fiscal = fiscalMonthOf(label);
        expect(fiscalMonthFrom(fiscal.fromMs, fiscal.beforeMs - DAY_MS)).toEqual(fiscal);
      }),
    );
  });

  it('a year ends with the last Saturday of September', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1995, max: 2150 }), (year) => {
        const last = new Date(fiscalMonthOf(monthOf(year, 9)).beforeMs - DAY_MS);
        expect([last.getUTCDay(), last.getUTCMonth()]).toEqual([6, 8]);
        expect(new Date(last.getTime() + 7 * DAY_MS).getUTCMonth()).toBe(9);
      }),
    );
  });
});
