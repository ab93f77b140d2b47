import { formatMicro } from '../../money/micro.ts';

/** The total of one reporting category in one currency; micro-units of that currency. */
export interface CategoryTotal {
  readonly category: string;
  readonly currency: string;
  readonly count: number;
  readonly gross: bigint;
  readonly fee: bigint;
}

/** How a provider's own totals and the sums of its rows differ, category by category; a category in one of them only differs too. */
export function totalsThatDiffer(stated: readonly CategoryTotal[], found: readonly CategoryTotal[]): string[] {
  const sums = new Map<string, { stated: CategoryTotal | null; found: CategoryTotal | null }>();
  for (const each of stated) sums.set(keyOf(each), { stated: each, found: null });
  for (const each of found) sums.set(keyOf(each), { stated: sums.get(keyOf(each))?.stated ?? null, found: each });
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, pair]) => shown(pair.stated) !== shown(pair.found))
    .map(([key, pair]) => `${key}: the summary has ${shown(pair.stated)}, the rows ${shown(pair.found)}`);
}

function keyOf({ category, currency }: CategoryTotal): string {
  return `${category} ${currency}`;
}

function shown(total: CategoryTotal | null): string {
  const { count, gross, fee } = total ?? { count: 0, gross: 0n, fee: 0n };
  return `${count} of gross ${formatMicro(gross)}, fee ${formatMicro(fee)}`;
}
