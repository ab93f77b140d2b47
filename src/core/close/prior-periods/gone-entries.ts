import { formatMicro } from '../../money/micro.ts';
import { addMonths, formatMonth, type Month } from '../../month/month.ts';
import type { CostRow } from '../costs.ts';
import type { PostedBefore } from './prior-period.ts';

/**
 * Costs that final months posted and that no row of costs.csv says any more, by description and month. A row of another
 * amount is none of them: it was changed.
 */
export function goneCosts(posted: readonly PostedBefore[], costs: readonly CostRow[]): string[] {
  const sums = new Map<string, { readonly charge: string; readonly month: Month; amount: bigint }>();
  for (const { provider, charge, originalMonth: month, amounts } of posted) {
    if (provider !== 'costs') continue;
    const key = `${charge}\n${month}`;
    const sum = sums.get(key) ?? { charge, month, amount: 0n };
    sum.amount += amounts.fee;
    sums.set(key, sum);
  }
  return [...sums.values()]
    .filter(({ charge, month, amount }) => amount !== 0n && !costs.some((cost) => isSaidBy(cost, charge, month)))
    .map(
      ({ charge, month, amount }) =>
        `the cost ${JSON.stringify(charge)} of ${formatMonth(month)} (${formatMicro(amount)})`,
    );
}

/** Whether a row says a cost of that description of a month. */
export function isSaidBy(cost: CostRow, description: string, month: Month): boolean {
  return cost.description === description && cost.month <= month && month < addMonths(cost.month, cost.months);
}

/** Charges of opening.csv that final months posted and that no row of it names any more, nor any export. */
export class GoneOpenings {
  readonly #inputs: ReadonlySet<string>;
  readonly #gone: PostedBefore[] = [];
  readonly #there = new Set<string>();

  /** @param inputs SHA-256 of every opening.csv that was ever imported */
  constructor(inputs: ReadonlySet<string>) {
    this.#inputs = inputs;
  }

  /** What final months posted for a charge that is not booked any more, and is taken back. */
  note(gone: readonly PostedBefore[]): void {
    this.#gone.push(...gone.filter(({ source }) => this.#inputs.has(source.input)).slice(0, 1));
  }

  /** A charge that opening.csv names: where it is not booked, an exception says why. */
  isThere(charge: Pick<PostedBefore, 'provider' | 'charge'>): void {
    this.#there.add(keyOf(charge));
  }

  result(): string[] {
    return this.#gone
      .filter((gone) => !this.#there.has(keyOf(gone)))
      .map(({ provider, charge }) => `the charge ${charge} (${provider}) of opening.csv`);
  }
}

function keyOf({ provider, charge }: Pick<PostedBefore, 'provider' | 'charge'>): string {
  return `${provider}\n${charge}`;
}
