import { describe, expect, it } from 'vitest';
import { always } from '../policy/over-time.ts';
import { type Plan, productCatalogue, termMonths } from './plan.ts';

const MONTHLY: Plan = {
  id: 'unlimited',
  term: 'monthly',
  listPrice: always(20_000_000n),
  products: { stripe: ['price_m'], apple: ['6400000001'], google: ['ai.app.pkg/unlimited/monthly', 'ai.app.pkg/old'] },
};
const ANNUAL: Plan = {
  ...MONTHLY,
  term: 'annual',
  products: { stripe: ['price_a'], apple: ['6400000002'], google: ['ai.app.pkg/unlimited/annual'] },
};
const catalogue = productCatalogue([MONTHLY, ANNUAL], {
  stripe: ['price_pack_*'],
  apple: ['6500000001'],
  google: ['ai.app.pkg/spark.pack/*', 'ai.app.pkg/(beta)', 'other.pkg/*'],
});

describe('what a product is to the pool (R4)', () => {
  it('finds the plan of each store’s product, exactly', () => {
    expect(catalogue.verdict('stripe', 'price_a')).toEqual({ plan: ANNUAL });
    expect(catalogue.verdict('apple', '6400000001')).toEqual({ plan: MONTHLY });
    expect(catalogue.verdict('google', 'ai.app.pkg/unlimited/monthly')).toEqual({ plan: MONTHLY });
    for (const product of ['price_A', 'price_a2', 'xprice_a', '', '6400000001'])
      expect(catalogue.verdict('stripe', product)).toBe('unknown-product');
  });

  it('knows plans by their id', () => {
    const other: Plan = {
      ...MONTHLY,
      id: 'unlimited_pro',
      products: { stripe: [], apple: [], google: ['ai.app.pkg/pro'] },
    };
    const two = productCatalogue([MONTHLY, other], { stripe: [], apple: [], google: ['other.pkg/*'] });
    expect(['unlimited', 'unlimited_pro', 'gone'].map(two.hasPlan)).toEqual([true, true, false]);
    expect(two.verdict('google', 'ai.app.pkg/pro/')).toEqual({ plan: other });
    expect(two.verdict('stripe', 'price_m')).toEqual({ plan: MONTHLY });
    expect(two.verdict('google', 'other.pkg/spark/')).toBe('other-product');
    expect(two.verdict('google', 'another.pkg')).toBe('unknown-product');
  });

  it('an empty base plan may be written or left out', () => {
    expect(catalogue.verdict('google', 'ai.app.pkg/old/')).toEqual({ plan: MONTHLY });
    expect(catalogue.verdict('google', 'ai.app.pkg/old')).toEqual({ plan: MONTHLY });
    expect(catalogue.verdict('google', 'ai.app.pkg/old/monthly')).toBe('unknown-product');
  });

  it('other products may use * for any characters', () => {
    expect(catalogue.verdict('stripe', 'price_pack_100')).toBe('other-product');
    expect(catalogue.verdict('google', 'ai.app.pkg/spark.pack/')).toBe('other-product');
    expect(catalogue.verdict('google', 'ai.app.pkg/spark.pack/100')).toBe('other-product');
    expect(catalogue.verdict('google', 'other.pkg/a/b')).toBe('other-product');
    expect(catalogue.verdict('stripe', 'price_pac')).toBe('unknown-product');
  });

  it('no other character is special, and the whole product must fit', () => {
    expect(catalogue.verdict('google', 'aiXapp.pkg/spark.pack/1')).toBe('unknown-product');
    expect(catalogue.verdict('google', 'ai.app.pkg/(beta)/')).toBe('other-product');
    expect(catalogue.verdict('google', 'ai.app.pkg/beta')).toBe('unknown-product');
    expect(catalogue.verdict('apple', '65000000010')).toBe('unknown-product');
  });

  it('one store’s product says nothing about another’s', () => {
    expect(catalogue.verdict('apple', 'price_a')).toBe('unknown-product');
    expect(catalogue.verdict('google', '6500000001')).toBe('unknown-product');
  });

  it('an annual term has twelve months, a monthly one', () => {
    expect([termMonths(ANNUAL), termMonths(MONTHLY)]).toEqual([12, 1]);
  });
});
