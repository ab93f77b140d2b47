import { expect, it } from 'vitest';
import { month } from '../../../../test/worlds/charges.ts';
import { unfinishedReports } from './unfinished-reports.ts';
import { byCodeAndProvider } from './warning.ts';

type Report = Parameters<typeof unfinishedReports>[0][number];

const DAY: Report = {
  ...{ sha256: 'a', kind: 'apple-subscriber', rows: 2, period: '2026-10-25', unfinished: true, active: true },
  ...{ firstMs: Date.UTC(2026, 9, 25), lastMs: Date.UTC(2026, 9, 25) },
};

const told = (changed: Partial<Report>, of = '2026-10'): string[] =>
  unfinishedReports([{ ...DAY, ...changed }], month(of)).map(({ provider, what }) => `${provider} ${what}`);

it('tells of a report that may have broken off, in its month', () => {
  expect(unfinishedReports([DAY], month('2026-10'))).toEqual([
    {
      ...{ code: 'unfinished-report', provider: 'apple', subject: '2026-10-25', amount: null },
      ...{ what: 'the report of 2026-10-25 ends inside its last line', source: { input: 'a', line: 3 } },
    },
  ]);
  expect([told({}, '2026-09'), told({}, '2026-11')]).toEqual([[], []]);
  // Without a row its name says which day it is of.
  expect(told({ rows: 0, firstMs: null, lastMs: null })).toHaveLength(1);
});

it('tells of a Pacific month in both months that its rows are of', () => {
  const october = { kind: 'google-earnings', period: '202610', lastMs: Date.UTC(2026, 10, 1, 5) } as const;
  const said = ['google the report of 202610 ends inside its last line'];
  expect([told(october), told(october, '2026-11'), told(october, '2026-12')]).toEqual([said, said, []]);
});

it('tells of no whole report, none that was replaced, and none that a gate knows of', () => {
  expect([told({ unfinished: false }), told({ active: false }), told({ kind: 'stripe-ledger' })]).toEqual([[], [], []]);
});

it('tells of the reports of two accounts of one day in one order, whichever was imported first (R15)', () => {
  const inputsOf = (reports: readonly Report[]): (string | undefined)[] =>
    unfinishedReports(reports, month('2026-10'))
      .sort(byCodeAndProvider)
      .map(({ source }) => source?.input);
  const other = { ...DAY, sha256: 'b' };
  expect([inputsOf([DAY, other]), inputsOf([other, DAY])]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
});
