import { describe, expect, it } from 'vitest';
import { chargeOf, month } from '../../../../test/worlds/charges.ts';
import type { CoverageMark } from '../checks/gate.ts';
import { QuietDays } from './quiet-days.ts';

const AUGUST = month('2026-08');
const onDay = (day: number): number => Date.UTC(2026, 7, day, 23, 59);

/** What is told of August where a dollar charge is on each of the days, and the exports reach a day. */
function told(
  days: readonly number[],
  reachedMs: number | null = onDay(31),
  marks: readonly CoverageMark[] = [],
): string[] {
  const quiet = new QuietDays(AUGUST, { reachedMs, marks });
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

  it('are none that coverage.csv says to be without sales, of the store or of the currency', () => {
    const mark = (from: string, to: string, of: Partial<CoverageMark> = {}): CoverageMark => {
      return { provider: 'stripe', from, to, ...of };
    };
    const opened = days(8, 31);
    const toldWith = (...marks: CoverageMark[]): string[] => told(opened, onDay(31), marks);
    expect(toldWith(mark('2025-08-01', '2026-08-07'))).toEqual([]);
    expect(toldWith(mark('2025-08-01', '2026-08-07', { part: 'USD' }))).toEqual([]);
    // Three of the seven days are left: 5 to 7.
    expect(toldWith(mark('2026-08-01', '2026-08-04'))).toEqual([said('05', '07', 24)]);
    for (const other of [{ part: 'EUR' }, { provider: 'apple' }, { provider: 'job-log' }] as const)
      expect(toldWith(mark('2025-08-01', '2026-08-07', other))).toEqual([said('01', '07', 24)]);
    // Marked days say nothing of others: 20 to 23 without any.
    const marked = [mark('2026-08-01', '2026-08-07')];
    expect(told([...days(8, 19), ...days(24, 31)], onDay(31), marked)).toEqual([said('20', '23', 20)]);
  });

  it('are none that a mark of an account says to be without sales: no charge names its account', () => {
    const marks = [{ provider: 'apple', part: '89990001', from: '2026-08-01', to: '2026-08-07' }] as const;
    const quiet = new QuietDays(AUGUST, { reachedMs: onDay(31), marks });
    for (const day of days(8, 31))
      quiet.note({ ...chargeOf(), provider: 'apple', currency: 'USD', month: AUGUST, atMs: onDay(day) });
    expect(quiet.warnings()).toEqual([]);
  });

  it('are of each store and currency by itself, and of the month alone', () => {
    const quiet = new QuietDays(AUGUST, { reachedMs: onDay(31), marks: [] });
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
