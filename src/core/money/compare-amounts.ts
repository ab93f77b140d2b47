import { absolute } from './micro.ts';

/** Orders amounts, the smaller first. */
export function compareAmounts(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The larger amount first, whatever its sign. */
export function bySize(a: bigint, b: bigint): number {
  return compareAmounts(absolute(b), absolute(a));
}
