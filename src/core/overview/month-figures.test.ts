import { expect, it } from 'vitest';
import { month, usd } from '../../../test/worlds/charges.ts';
import { Exact } from '../money/exact-decimal.ts';
import { computePool, type Pool } from '../pool/pool.ts';
import { allAtShare } from '../pool/revenue-at-share.ts';
import { monthsSoFar } from './month-figures.ts';

/** A pool of half of so much, of two wallets with 3 and 1 Spark. */
function poolOf(netRevenue: string): Pool {
  return computePool(allAtShare('0.5', usd(netRevenue)), new Exact(0), [
    { wallet: '0xa', jobs: 1, points: usd('3.000000') },
    { wallet: '0xb', jobs: 1, points: usd('1.000000') },
  ]);
}

it('lists final months before a month, the open ones on the way, and the month itself', () => {
  const final = ['2026-08', '2026-10', '2026-11'].map((text) => {
    return { month: month(text), isFinal: true, netRevenue: 1n, distributable: 1n, wallets: 1, points: 1n };
  });
  const close = {
    month: month('2026-10'),
    earlier: [{ month: month('2026-09'), pool: poolOf('10.00'), usageMissing: false }],
    pool: poolOf('20.00'),
  };
  const own = { month: month('2026-10'), netRevenue: usd('20'), distributable: usd('10') };
  const figures = { wallets: 2, points: usd('4') };
  expect(monthsSoFar(final, close, true)).toEqual([
    final[0],
    { month: month('2026-09'), isFinal: false, netRevenue: usd('10'), distributable: usd('5'), ...figures },
    { ...own, isFinal: true, ...figures },
  ]);
  expect(monthsSoFar([], { ...close, earlier: [] }, false)).toEqual([{ ...own, isFinal: false, ...figures }]);
});
