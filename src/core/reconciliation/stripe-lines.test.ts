import { describe, expect, it } from 'vitest';
import { balanceChangeLines, type CategoryTotal } from './stripe-lines.ts';

const OCTOBER = {
  ...{ from: '2026-10-01', to: '2026-10-31' },
  ...{ fromMs: Date.UTC(2026, 9, 1), beforeMs: Date.UTC(2026, 10, 1) },
};

/** @param given `category currency count gross fee`, amounts in whole units */
function total(given: string): CategoryTotal {
  const [category = '', currency = '', count = '', gross = '', fee = ''] = given.split(' ');
  return { category, currency, count: Number(count), gross: BigInt(gross) * 1_000_000n, fee: BigInt(fee) * 1_000_000n };
}

const CHARGES = 'charge USD 3 60 2';
const REFUNDS = 'refund USD 1 -20 0';

/** Every line that does not tie: category, currency, ours and theirs in whole units. */
const differing = (stated: readonly string[], found: readonly string[]): string[] =>
  balanceChangeLines(OCTOBER, stated.map(total), found.map(total))
    .filter(({ difference }) => difference !== 0n)
    .map(({ category, currency, ours, theirs }) => {
      return `${category} ${currency} ${ours / 1_000_000n} ${theirs / 1_000_000n}`;
    });

describe('a balance change summary', () => {
  it('ties where every category does, and the row that sums it up is the sum', () => {
    const found = [CHARGES, REFUNDS];
    // 60 - 20, of four rows.
    expect(differing([...found, 'total USD 4 40 2'], found)).toEqual([]);
    const lines = balanceChangeLines(OCTOBER, [...found, 'total USD 4 40 2'].map(total), found.map(total));
    expect(lines.map(({ category }) => category)).toEqual([
      ...['charge_gross', 'charge_fee', 'charge_net', 'charge_rows'],
      ...['refund_gross', 'refund_fee', 'refund_net', 'refund_rows'],
    ]);
  });

  it('compares its sum with the ledger where it is not that of its own rows: a category was left out of it', () => {
    // The summary lost its row of refunds, and the total did not.
    expect(differing([CHARGES, 'total USD 4 40 2'], [CHARGES])).toEqual([
      ...['total_gross USD 60 40', 'total_net USD 58 38', 'total_rows USD 3 4'],
    ]);
  });

  it.each([
    ['its rows', 'total USD 5 40 2', ['total_rows USD 4 5']],
    ['its gross', 'total USD 4 41 2', ['total_gross USD 40 41', 'total_net USD 38 39']],
    ['its fees', 'total USD 4 40 3', ['total_fee USD 2 3', 'total_net USD 38 37']],
  ])('asks of that sum %s', (_, sum, told) => {
    expect(differing([CHARGES, REFUNDS, sum], [CHARGES, REFUNDS])).toEqual(told);
  });

  it('has a sum of each currency, of the rows of that currency', () => {
    const euros = 'charge EUR 2 10 1';
    const found = [CHARGES, REFUNDS, euros];
    expect(differing([...found, 'total USD 4 40 2', 'total EUR 2 10 1'], found)).toEqual([]);
    const lines = balanceChangeLines(OCTOBER, [...found, 'total EUR 2 11 1'].map(total), found.map(total));
    const wrong = lines.filter(({ category }) => category.startsWith('total'));
    expect(wrong.map(({ category, ours, theirs }) => [category, ours, theirs])).toEqual([
      ['total_gross', 10_000_000n, 11_000_000n],
      ['total_fee', 1_000_000n, 1_000_000n],
      ['total_net', 9_000_000n, 10_000_000n],
      ['total_rows', 2_000_000n, 2_000_000n],
    ]);
    expect(wrong[0]?.scope?.categories).toEqual(['charge']);
  });
});
