import { describe, expect, it } from 'vitest';
import type { MethodTerms } from '../ledger/method.ts';
import { railTakes, scaleOf } from './fiat-rail.ts';

const FIAT: MethodTerms = {
  method: 'fiat',
  asset: 'USD',
  scale: 2,
  minimumUsd: 0n,
  fee: { fixedUsd: 0n, proportion: null },
  token: null,
  chainId: null,
  claimContract: null,
};

describe('fiat rails (R17)', () => {
  it.each([
    ['ada@example.org', 'HUF', 0],
    ['ada@example.org', 'TWD', 0],
    ['ada@example.org', 'JPY', 0],
    ['ada@example.org', 'EUR', 2],
    // Wise sends forint with its minor unit; yen have none anywhere.
    ['40011223', 'HUF', 2],
    ['40011223', 'JPY', 0],
  ])('send to %s in %s with %i decimals', (destination, currency, decimals) => {
    expect(scaleOf(FIAT, destination, currency)).toBe(decimals);
  });

  it('of tokens keep their own decimals', () => {
    expect(scaleOf({ ...FIAT, method: 'usdc', scale: 6 }, '0x1', 'USDC')).toBe(6);
  });

  it('pay by PayPal in the currencies that it has', () => {
    expect(['USD', 'TWD', 'KRW', 'INR'].map((each) => railTakes('ada@example.org', each))).toEqual([
      ...[true, true, false, false],
    ]);
    expect(railTakes('40011223', 'INR')).toBe(true);
  });
});
