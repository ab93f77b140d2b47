import { describe, expect, it } from 'vitest';
import { distributionOf } from './distribution.ts';

const part = (wallet: string, earned: bigint) => ({ wallet, earned, jobs: 1, points: earned });

describe('the distribution among wallets', () => {
  it('counts from the smallest for the curve, and from the largest for the groups', () => {
    // 10, 20, 30 and 40 of 100: the smallest half earned 30, the largest quarter (of 1 % at least one wallet) 40.
    const { lorenz, groups, earned } = distributionOf([part('c', 30n), part('a', 10n), part('d', 40n), part('b', 20n)]);
    expect(earned).toBe(100n);
    expect(lorenz.map((point) => point.earned)).toEqual([0n, 10n, 30n, 60n, 100n]);
    expect(groups).toEqual([
      { name: 'the largest 1 %', wallets: 1, earned: 40n },
      { name: 'the next 40 %', wallets: 1, earned: 30n },
      { name: 'the other half', wallets: 2, earned: 30n },
    ]);
  });

  it('has at most a hundred points beside nought, and ends with all', () => {
    const parts = Array.from({ length: 12_345 }, (_, index) => part(String(index), BigInt(index)));
    const { lorenz, groups } = distributionOf(parts);
    expect(lorenz).toHaveLength(101);
    // 0 + 1 + ... + 12344 = 12344 x 12345 / 2.
    expect(lorenz.at(-1)).toEqual({ wallets: 12_345, earned: 76_193_340n });
    // A hundredth is 123.45 wallets: 124 belong to it.
    expect(groups.map(({ wallets }) => wallets)).toEqual([124, 1111, 4938, 6172]);
  });

  it('of nobody is nothing', () => {
    expect(distributionOf([])).toEqual({ wallets: 0, earned: 0n, lorenz: [{ wallets: 0, earned: 0n }], groups: [] });
  });
});
