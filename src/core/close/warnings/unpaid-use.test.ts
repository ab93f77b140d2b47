import { expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import { unpaidUse } from './unpaid-use.ts';

/** Days since 1970 of October 2026. */
const day = (of: number): number => Date.UTC(2026, 9, of) / 86_400_000;
const use = (of: number, jobs: number, account = 'acct') => ({
  account,
  day: day(of),
  jobs,
  points: usd(`${jobs}.00`),
});
/** Paid from 5 to 9 October, disputed on 7 and 8 October. */
const ACCOUNT = {
  account: 'acct',
  paid: [{ from: day(5), before: day(10) }],
  disputed: [{ from: day(7), before: day(9) }],
};
const told = (days: readonly ReturnType<typeof use>[], least = 1): string[] =>
  unpaidUse([ACCOUNT], days, least).map(({ code, what }) => `${code}: ${what}`);

it('tells of jobs on days that no charge pays for, and on days whose charge is disputed', () => {
  expect(unpaidUse([ACCOUNT], [use(10, 2)], 1)).toEqual([
    {
      code: 'unpaid-use',
      subject: 'acct',
      what: '2 credited job(s), 2.000000 Spark, on 1 day(s) that no charge of the account pays for, 2026-10-10',
      ...{ provider: '', amount: null, source: null },
    },
  ]);
  expect(told([use(5, 1), use(9, 1)])).toEqual([]);
  expect(told([use(12, 1), use(4, 3), use(8, 1), use(7, 2), use(6, 9)])).toEqual([
    'unpaid-use: 4 credited job(s), 4.000000 Spark, on 2 day(s) that no charge of the account pays for, 2026-10-04 to 2026-10-12',
    'disputed-use: 3 credited job(s), 3.000000 Spark, on 2 day(s) whose charge is disputed, 2026-10-07 to 2026-10-08',
  ]);
});

it('tells nothing of fewer jobs than it is asked for, nor of other accounts', () => {
  expect(told([use(10, 2)], 3)).toEqual([]);
  expect(told([use(10, 3)], 3)).toHaveLength(1);
  expect(told([use(6, 3)], 0)).toEqual([]);
  expect(told([use(10, 3, 'other')])).toEqual([]);
});
