import { describe, expect, it } from 'vitest';
import { month, usd } from '../../../test/worlds/charges.ts';
import { causesOf, reported } from '../../../test/worlds/reported.ts';
import { Exact } from '../money/exact-decimal.ts';
import { computePool } from '../pool/pool.ts';
import { allAtShare } from '../pool/revenue-at-share.ts';
import { ofProvider } from './of-provider.ts';
import { poolChange } from './pool-change.ts';
import { RevenueChangeSum } from './revenue-change.ts';

const NOTHING = { stripe: 0n, apple: 0n, google: 0n, costs: 0n };

describe('two sides and the causes between them', () => {
  it('are refused where a difference has no cause: that is a fault of the program', () => {
    const sum = new RevenueChangeSum();
    sum.count('to', reported({ gross: '20.00', fee: '1.00' }));
    sum.explain('volume', 'stripe', usd('18.00'));
    expect(() => sum.result()).toThrow('the causes of stripe sum to 18.000000, and the difference is 19.000000');
  });

  it('have the causes that come to something in any store, in their order', () => {
    const sum = new RevenueChangeSum();
    sum.count('to', reported({ gross: '4.00' }));
    sum.count('from', reported({ gross: '4.00', provider: 'apple' }));
    sum.explain('price', 'stripe', usd('4.00'));
    sum.explain('volume', 'apple', usd('-4.00'));
    sum.explain('fx', 'google', usd('2.00'));
    sum.explain('fx', 'google', usd('-2.00'));
    sum.explain('refunds', 'google', 0n, 'ch_1', 're_1');
    expect(sum.result()).toEqual({
      from: { ...NOTHING, apple: usd('4.00') },
      to: { ...NOTHING, stripe: usd('4.00') },
      causes: [
        { cause: 'volume', amounts: { ...NOTHING, apple: usd('-4.00') } },
        { cause: 'price', amounts: { ...NOTHING, stripe: usd('4.00') } },
      ],
      largest: [],
    });
  });
});

it('one store alone has its own amounts, causes and changes, and no wallet', () => {
  const sum = new RevenueChangeSum();
  for (const [provider, gross] of [
    ['stripe', '4.00'],
    ['apple', '5.00'],
  ] as const) {
    sum.count('to', reported({ provider, gross }));
    sum.explain('late-charges', provider, usd(gross), `ch_${provider}`);
  }
  sum.explain('price', 'apple', usd('1.00'));
  sum.explain('volume', 'apple', usd('-1.00'));
  const pool = computePool(allAtShare('0.5', 0n), new Exact(0), []);
  const side = { month: month('2026-10'), state: 'final', digest: '', lines: [], pool, parts: [] };
  const nobody = { points: 0n, earned: 0n };
  const wallets = [{ wallet: '0xa', from: nobody, to: { points: 1n, earned: 1n }, byPool: 0n, byPoints: 1n }];
  const sides = { from: side, to: side, pool: poolChange(pool, pool), wallets, notes: ['kept'] };
  const alone = ofProvider({ ...sides, revenue: sum.result() }, 'stripe');
  expect(alone).toMatchObject({ wallets: [], notes: ['kept'] });
  expect(alone.wallets).toEqual([]);
  expect(causesOf(alone.revenue)).toEqual({ 'late-charges': '4.00' });
  expect(alone.revenue).toEqual({
    from: NOTHING,
    to: { ...NOTHING, stripe: usd('4.00') },
    causes: [{ cause: 'late-charges', amounts: { ...NOTHING, stripe: usd('4.00') } }],
    largest: [{ cause: 'late-charges', provider: 'stripe', charge: 'ch_stripe', event: '', amount: usd('4.00') }],
  });
});
