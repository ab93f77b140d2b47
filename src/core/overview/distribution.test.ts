import { describe, expect, it } from 'vitest';
import { distributionOf, largestRows } from './distribution.ts';

const part = (wallet: string, earned: bigint) => ({ wallet, earned, jobs: 1, points: earned });

describe('the distribution among wallets', () => {
  it('counts from the smallest for the curve, and from the largest for the groups', () => {
    // 10, 20, 30 and 40 of 100: the smallest half earned 30, the largest of them 40. Of four wallets one is no 1 %.
    const { lorenz, groups, earned } = distributionOf([part('c', 30n), part('a', 10n), part('d', 40n), part('b', 20n)]);
    expect(earned).toBe(100n);
    expect(lorenz.map((point) => point.earned)).toEqual([0n, 10n, 30n, 60n, 100n]);
    expect(groups).toEqual([
      { name: 'the largest', wallets: 1, earned: 40n },
      { name: 'the next one', wallets: 1, earned: 30n },
      { name: 'the other 2', wallets: 2, earned: 30n },
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
    expect(groups[0]?.name).toBe('the largest 1 %');
  });

  it('names groups by their part of a hundred wallets or more', () => {
    const named = (count: number) =>
      distributionOf(Array.from({ length: count }, (_, index) => part(String(index), 1n))).groups.map(
        ({ name, wallets }) => `${name}: ${wallets}`,
      );
    expect(named(100)[0]).toBe('the largest 1 %: 1');
    // A hundredth of 99 is less than one wallet: one belongs to it all the same.
    expect(named(99)[0]).toBe('the largest: 1');
    expect(named(1)).toEqual(['the largest: 1']);
  });

  it('names the largest first, equal ones by wallet', () => {
    const rows = [
      ['c', 30n],
      ['b', 20n],
      ['d', 40n],
      ['a', 20n],
    ] as const;
    const largest = (count: number): string[] =>
      largestRows(
        rows.map(([wallet, earned]) => ({ part: part(wallet, earned) })),
        count,
      ).map((row) => row.part.wallet);
    expect(largest(1)).toEqual(['d']);
    // Of the two with 20 the first by wallet is among three.
    expect(largest(3)).toEqual(['d', 'c', 'a']);
    expect(largest(9)).toEqual(['d', 'c', 'a', 'b']);
    expect(largest(0)).toEqual([]);
  });

  it('of nobody is nothing', () => {
    expect(distributionOf([])).toEqual({ wallets: 0, earned: 0n, lorenz: [{ wallets: 0, earned: 0n }], groups: [] });
  });
});
