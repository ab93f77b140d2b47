import { expect, it } from 'vitest';
import { bySize, compareAmounts } from './compare-amounts.ts';

it('amounts are ordered with the smaller first, beyond what a number can hold', () => {
  expect([compareAmounts(-1n, 0n), compareAmounts(2n, 2n), compareAmounts(10n ** 18n + 1n, 10n ** 18n)]).toEqual([
    ...[-1, 0, 1],
  ]);
});

it('amounts are ordered by size, the largest first, whatever their sign', () => {
  expect([2n, -7n, 0n, 7n, -1n, 3n].sort(bySize)).toEqual([-7n, 7n, 3n, 2n, -1n, 0n]);
  expect([bySize(-4n, 4n), bySize(4n, -4n), bySize(0n, 0n)]).toEqual([0, 0, 0]);
  expect([bySize(-4n, 3n), bySize(3n, -4n), bySize(4n, -3n), bySize(-3n, 4n)]).toEqual([-1, 1, -1, 1]);
});
