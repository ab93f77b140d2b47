import { describe, expect, it } from 'vitest';
import { twinsOfOtherDays } from './twins-of-other-days.ts';

const record = (kind: 'apple-subscriber' | 'stripe-ledger' | 'fx', name: string, rows = 0) => ({
  sha256: 'a',
  kind,
  name,
  rows,
});
const files = (...names: string[]) => names.map((shown) => ({ sha256: 'a', shown }));

describe('reports without a row, which all have the same bytes', () => {
  const DAYS = ['Subscriber_85_20261012.txt', 'Subscriber_85_20261013.txt', 'Subscriber_85_20261014.txt'] as const;

  it('cover the days of one name, and that is told of the others', () => {
    expect(twinsOfOtherDays(files(...DAYS), [record('apple-subscriber', DAYS[0])])).toEqual([
      `${DAYS[1]} and 1 more without a row: the same bytes as ${DAYS[0]}, whose days alone they cover; mark the other days in coverage.csv`,
    ]);
    const ledger = 'Itemized_balance_change_from_activity_EUR_2026-10-01_to_2026-10-31.csv';
    const november = 'Itemized_balance_change_from_activity_EUR_2026-11-01_to_2026-11-30.csv';
    expect(twinsOfOtherDays(files(november), [record('stripe-ledger', ledger)])).toHaveLength(1);
  });

  it('nothing is told of copies, and of files that name no days', () => {
    const copy = DAYS[0].replace('.txt', ' (1).txt');
    expect(twinsOfOtherDays(files(DAYS[0], copy), [record('apple-subscriber', DAYS[0])])).toEqual([]);
    expect(twinsOfOtherDays(files('fx.csv', 'rates.csv'), [record('fx', 'fx.csv')])).toEqual([]);
  });
});

describe('reports with rows under names of other days', () => {
  const DAY = 'Subscriber_85_20261012.txt';
  const twins = (kind: 'apple-subscriber' | 'stripe-ledger', name: string, ...others: string[]) =>
    twinsOfOtherDays(files(...others), [record(kind, name, 3)]);

  it('count once, and one of the names is told to be wrong', () => {
    expect(twins('apple-subscriber', DAY, DAY, 'Subscriber_85_20261013.txt')).toEqual([
      `Subscriber_85_20261013.txt: the same bytes as ${DAY}, whose days alone they cover, and whose rows count once: one of the names is wrong; download its report`,
    ]);
    // Another vendor's.
    expect(twins('apple-subscriber', DAY, 'Subscriber_86_20261012.txt')).toHaveLength(1);
    const ledger = 'Itemized_balance_change_from_activity_EUR_2026-10-01_to_2026-10-31.csv';
    expect(twins('stripe-ledger', ledger, ledger.replaceAll('-10-', '-11-'))).toHaveLength(1);
    expect(twins('stripe-ledger', ledger, ledger.replace('EUR', 'USD'))).toHaveLength(1);
  });

  it('of ledgers whose days overlap no name is wrong: nothing happened in the others', () => {
    const ledger = (currency: string, to: string) =>
      `Itemized_balance_change_from_activity_${currency}_2026-08-01_to_2026-${to}.csv`;
    expect(twins('stripe-ledger', ledger('EUR', '09-30'), ledger('EUR', '11-30'))).toEqual([
      `${ledger('EUR', '11-30')}: the same bytes as ${ledger('EUR', '09-30')}, whose days alone they cover: no row is of the other days; mark them in coverage.csv`,
    ]);
    // Of another currency, or beside one of days apart, a name is wrong.
    expect(twins('stripe-ledger', ledger('EUR', '09-30'), ledger('USD', '11-30')).join()).toContain('is wrong');
    const apart = 'Itemized_balance_change_from_activity_EUR_2026-12-01_to_2026-12-31.csv';
    expect(twins('stripe-ledger', ledger('EUR', '09-30'), ledger('EUR', '11-30'), apart).join()).toContain('is wrong');
  });

  it('are nothing to tell of where a name says no days, or no account', () => {
    expect(twins('apple-subscriber', DAY, DAY, 'report.txt', 'Subscriber_85_20261012 (1).txt')).toEqual([]);
    expect(
      twins('stripe-ledger', 'Itemized_balance_change_from_activity_EUR_2026-10-01_to_2026-10-31.csv', 'ledger.csv'),
    ).toEqual([]);
  });
});
