import { describe, expect, it } from 'vitest';
import { chargeOf, month } from '../../../../test/worlds/charges.ts';
import { QuietDays } from './quiet-days.ts';

const AUGUST = month('2026-08');
const onDay = (day: number): number => Date.UTC(2026, 7, day, 23, 59);

/** What is told of August where a dollar charge is on each of the days, and the exports reach a day. */
function told(days: readonly number[], reached: number | null = onDay(31)): string[] {
  const quiet = new QuietDays(AUGUST, reached);
  for (const day of days)
    quiet.note({ ...chargeOf(), provider: 'stripe', currency: 'USD', month: AUGUST, atMs: onDay(day) });
  return quiet.warnings().map(({ code, provider, subject, what }) => `${code} ${provider} ${subject}: ${what}`);
}

const days = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const said = (from: string, to: string, count: number): string =>
  `days-without-charges stripe USD: no charge in USD from 2026-08-${from} to 2026-08-${to}, and some on ${count} days of the month: are rows of these days missing?`;

describe('days without a charge', () => {
  it('are told at the end, in the middle and at the beginning of a month that has them on the others', () => {
    expect(told(days(1, 20))).toEqual([said('21', '31', 20)]);
    expect(told([...days(1, 9), ...days(13, 31)])).toEqual([said('10', '12', 28)]);
    expect(told(days(8, 31))).toEqual([said('01', '07', 24)]);
  });

  it('are none where they are few, or as long as others, or the store charges seldom', () => {
    expect(told(days(1, 31))).toEqual([]);
    expect(told(days(1, 29))).toEqual([]);
    // Three days, and a single one; four are more than three times one.
    expect(told([...days(1, 9), ...days(11, 28)])).toEqual([]);
    expect(told([...days(1, 9), ...days(11, 27)])).toEqual([said('28', '31', 26)]);
    // Fifteen of 31 days.
    expect(told(days(1, 15))).toEqual([]);
    expect(told(days(1, 16))).toEqual([said('17', '31', 16)]);
  });

  it('are none where no export has reached them yet', () => {
    expect(told(days(1, 20), onDay(20))).toEqual([]);
    expect(told(days(1, 20), onDay(22))).toEqual([]);
    expect(told(days(1, 20), onDay(23))).toEqual([said('21', '23', 20)]);
    expect(told(days(1, 20), Date.UTC(2026, 8, 5))).toEqual([said('21', '31', 20)]);
    expect(told([], null)).toEqual([]);
  });

  it('are of each store and currency by itself, and of the month alone', () => {
    const quiet = new QuietDays(AUGUST, onDay(31));
    for (const day of days(1, 31)) {
      const charge = { ...chargeOf(), provider: 'stripe', month: AUGUST, atMs: onDay(day) } as const;
      quiet.note({ ...charge, currency: 'USD' });
      if (day <= 20) quiet.note({ ...charge, currency: 'EUR' });
      else quiet.note({ ...charge, currency: 'EUR', month: month('2026-09') });
      quiet.note({ ...charge, provider: 'google', currency: 'EUR' });
    }
    expect(quiet.warnings().map(({ provider, subject }) => [provider, subject])).toEqual([['stripe', 'EUR']]);
  });
});
