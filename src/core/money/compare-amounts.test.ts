import { expect, it } from 'vitest';
import { compareAmounts } from './compare-amounts.ts';

it('amounts are ordered with the smaller first, beyond what a number can hold', () => {
  expect([compareAmounts(-1n, 0n), compareAmounts(2n, 2n), compareAmounts(10n ** 18n + 1n, 10n ** 18n)]).toEqual([
    ...[-1, 0, 1],
  ]);
});
