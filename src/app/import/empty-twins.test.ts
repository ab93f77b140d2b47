import { describe, expect, it } from 'vitest';
import { emptyTwins } from './empty-twins.ts';

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
    expect(emptyTwins(files(...DAYS), [record('apple-subscriber', DAYS[0])])).toEqual([
      `${DAYS[1]} and 1 more without a row: the same bytes as ${DAYS[0]}, whose days alone they cover; mark the other days in coverage.csv`,
    ]);
    const ledger = 'Itemized_balance_change_from_activity_EUR_2026-10-01_to_2026-10-31.csv';
    const november = 'Itemized_balance_change_from_activity_EUR_2026-11-01_to_2026-11-30.csv';
    expect(emptyTwins(files(november), [record('stripe-ledger', ledger)])).toHaveLength(1);
  });

  it('nothing is told of copies, of reports with rows, and of files that name no days', () => {
    const copy = DAYS[0].replace('.txt', ' (1).txt');
    expect(emptyTwins(files(DAYS[0], copy), [record('apple-subscriber', DAYS[0])])).toEqual([]);
    expect(emptyTwins(files(...DAYS), [record('apple-subscriber', DAYS[0], 1)])).toEqual([]);
    expect(emptyTwins(files('fx.csv', 'rates.csv'), [record('fx', 'fx.csv')])).toEqual([]);
  });
});
