import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargeOf, month, posted, short, times, usd } from '../../../test/worlds/charges.ts';
import { addMonths, formatMonth, monthOf } from '../month/month.ts';
import { coverageFrom, coveredUpTo, lastPostingMonth, monthsOfPeriod, postedIn } from './coverage.ts';

describe('coverage of a charge (R5)', () => {
  it.each([
    // Twelve months, the purchase month first, nothing in the thirteenth.
    ['2026-01-31T12:00:00Z', '2026-01', '2026-12'],
    ['2028-02-29T12:00:00Z', '2028-02', '2029-01'],
    ['2026-01-31T23:59:59.999Z', '2026-01', '2026-12'],
    ['2026-02-01T00:00:00Z', '2026-02', '2027-01'],
  ])('an annual charge at %s covers %s to %s', (at, first, last) => {
    const charge = chargeOf({ at });
    expect(formatMonth(charge.month)).toBe(first);
    expect(formatMonth(addMonths(charge.month, 11))).toBe(last);
    // 120.00 over 12 months; `posted` looks one month beyond the last.
    expect(posted(charge)).toEqual([...times(12, '10.00'), '0.00']);
  });

  it('a monthly charge posts in its own month only', () => {
    const charge = chargeOf({ at: '2026-01-31T23:59:59.999Z', months: 1, amounts: { gross: '20.00', fee: '0.88' } });
    expect(posted(charge)).toEqual(['20.00', '0.00']);
    expect(posted(charge, 'fee')).toEqual(['0.88', '0.00']);
  });

  it('119.99 over twelve months: trunc(T*k/12) - trunc(T*(k-1)/12)', () => {
    // 119.99 / 12 = 9.99916666..: cumulated 9.999166, 19.998333, 29.997500, and so on every three months.
    const quarter = ['9.999166', '9.999167', '9.999167'];
    expect(posted(chargeOf({ amounts: { gross: '119.99' } }))).toEqual([
      ...quarter,
      ...quarter,
      ...quarter,
      ...quarter,
      '0.00',
    ]);
  });

  it('gives each component a schedule of its own', () => {
    const charge = chargeOf({ amounts: { gross: '120.00', tax: '19.16', fee: '3.78' } });
    // 19.16 / 12 = 1.59666..: 1.596666, 3.193333, 4.790000.
    expect(posted(charge, 'tax').slice(0, 3)).toEqual(['1.596666', '1.596667', '1.596667']);
    // 3.78 / 12 = 0.315
    expect(posted(charge, 'fee')).toEqual([...times(12, '0.315'), '0.00']);
  });
});

describe('proration lines (R5)', () => {
  it('an upgrade: a negative schedule of unused time beside a positive one of remaining time', () => {
    // Bought 10 January for 120, upgraded 10 April to 360 a year: nine months remain, April to December.
    const coverage = { first: month('2026-04'), months: 9, postsFrom: month('2026-04') };
    const charge = chargeOf({
      at: '2026-04-10T09:00:00Z',
      amounts: { gross: '180.00' },
      lines: [
        { id: 'il_1', plan: 'unlimited', coverage, amounts: { gross: usd('-90.00'), tax: 0n, fee: 0n } },
        { id: 'il_2', plan: 'unlimited_pro', coverage, amounts: { gross: usd('270.00'), tax: 0n, fee: 0n } },
      ],
    });
    // -90/9 + 270/9 = -10 + 30 a month.
    expect(posted(charge)).toEqual([...times(9, '20.00'), '0.00']);
  });

  it('months before the charge’s month post in the charge’s month', () => {
    const coverage = { first: month('2026-02'), months: 6, postsFrom: month('2026-04') };
    // 60.00 over February to July is 10 a month; February and March post with April.
    expect(short(postedIn(usd('60.00'), coverage, month('2026-03')))).toBe('0.00');
    expect(short(postedIn(usd('60.00'), coverage, month('2026-04')))).toBe('30.00');
    expect(short(postedIn(usd('60.00'), coverage, month('2026-05')))).toBe('10.00');
    expect(short(postedIn(usd('60.00'), coverage, month('2026-07')))).toBe('10.00');
    expect(short(postedIn(usd('60.00'), coverage, month('2026-08')))).toBe('0.00');
  });

  it('a line wholly before the charge’s month posts whole in it', () => {
    const coverage = { first: month('2026-01'), months: 2, postsFrom: month('2026-05') };
    expect(formatMonth(lastPostingMonth(coverage))).toBe('2026-05');
    expect(short(postedIn(usd('-33.33'), coverage, month('2026-05')))).toBe('-33.33');
    expect(short(postedIn(usd('-33.33'), coverage, month('2026-06')))).toBe('0.00');
  });

  it('a negative line mirrors the positive one', () => {
    // -0.000007 over 3: trunc(-2.33) = -2, trunc(-4.66) = -4, -7.
    const coverage = coverageFrom(month('2026-01'), 3);
    expect([0, 1, 2].map((k) => postedIn(-7n, coverage, addMonths(month('2026-01'), k)))).toEqual([-2n, -2n, -3n]);
  });
});

describe('a service period (R5)', () => {
  it.each([
    ['2026-01', '2026-02', 1],
    ['2026-01', '2027-01', 12],
    ['2028-02', '2029-02', 12],
    // An end in the same month is still one month.
    ['2026-01', '2026-01', 1],
    ['2026-11', '2027-02', 3],
  ])('from %s to %s is %s months', (start, end, months) => {
    expect(monthsOfPeriod(month(start), month(end))).toBe(months);
  });

  it('k of n counts 0 before the coverage and n from its last month on', () => {
    const coverage = coverageFrom(month('2026-01'), 3);
    expect(['2025-12', '2026-01', '2026-03', '2026-09'].map((text) => coveredUpTo(coverage, month(text)))).toEqual([
      0, 1, 3, 3,
    ]);
  });
});

describe('schedules, for every total and number of months', () => {
  const total = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n });
  const coverages = fc.record({
    first: fc.integer({ min: -6, max: 6 }).map((months) => addMonths(monthOf(2026, 6), months)),
    months: fc.integer({ min: 1, max: 40 }),
  });

  it('sum to the total, also when months lie before the charge', () => {
    fc.assert(
      fc.property(total, coverages, (amount, { first, months }) => {
        const coverage = { first, months, postsFrom: monthOf(2026, 6) };
        let sum = 0n;
        for (let at = -24; at <= 72; at += 1) sum += postedIn(amount, coverage, addMonths(monthOf(2026, 6), at));
        expect(sum).toBe(amount);
        expect(postedIn(amount, coverage, addMonths(lastPostingMonth(coverage), 1))).toBe(0n);
      }),
    );
  });

  it('no month is off by a whole micro-dollar from T/n', () => {
    fc.assert(
      fc.property(total, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 39 }), (amount, months, k) => {
        const first = monthOf(2026, 6);
        const n = BigInt(months);
        const off = postedIn(amount, coverageFrom(first, months), addMonths(first, k % months)) * n - amount;
        expect((off < 0n ? -off : off) < n).toBe(true);
      }),
    );
  });
});
