import { expect, it } from 'vitest';
import { type CategoryTotal, totalsThatDiffer } from './compare-totals.ts';

const total = (changed: Partial<CategoryTotal>): CategoryTotal => {
  return { category: 'charge', currency: 'USD', count: 2, gross: 40_000000n, fee: 1_760000n, ...changed };
};

it('finds nothing where all categories tie, in any order', () => {
  const refund = total({ category: 'refund', count: 1, gross: -20_000000n, fee: 0n });
  expect(totalsThatDiffer([total({}), refund], [refund, total({})])).toEqual([]);
  expect(totalsThatDiffer([total({ category: 'payout', count: 0, gross: 0n, fee: 0n })], [])).toEqual([]);
});

it('names each category that differs, with both totals', () => {
  expect(totalsThatDiffer([total({})], [total({ count: 1, gross: 20_000000n }), total({ category: 'fee' })])).toEqual([
    'charge USD: the summary has 2 of gross 40.000000, fee 1.760000, the rows 1 of gross 20.000000, fee 1.760000',
    'fee USD: the summary has 0 of gross 0.000000, fee 0.000000, the rows 2 of gross 40.000000, fee 1.760000',
  ]);
});
