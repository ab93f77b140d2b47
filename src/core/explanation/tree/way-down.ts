import { Exact } from '../../money/exact-decimal.ts';
import type { Explanation } from './explanation.ts';

/**
 * The way from a figure to a row of an export: at each step the largest part that leads to one, or else what the formula
 * names. The figure itself comes first. Just the figure where no row is behind it.
 */
export function wayDown(from: Explanation): readonly Explanation[] {
  return wayFrom(from) ?? [from];
}

function wayFrom(node: Explanation): readonly Explanation[] | null {
  if (node.source !== null) return [node];
  for (const next of largestFirst(node)) {
    const way = wayFrom(next);
    if (way !== null) return [node, ...way];
  }
  return null;
}

/** Parts before factors, the largest part first. */
function largestFirst({ parts, factors }: Explanation): Explanation[] {
  return [...[...parts].sort((a, b) => sizeOf(b).comparedTo(sizeOf(a))), ...factors];
}

function sizeOf({ amount }: Explanation): Exact {
  return amount === null ? NOTHING : amount.value.abs();
}

const NOTHING = new Exact(0);
