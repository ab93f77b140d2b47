import { bySize } from '../../money/compare-amounts.ts';
import { countOf } from '../../text/count-of.ts';
import type { Amount } from './amount.ts';
import { type Explanation, explained } from './explanation.ts';

interface Candidate<Item> {
  readonly amount: bigint;
  readonly order: number;
  readonly item: Item;
}

/**
 * Keeps the largest parts of a figure while there may be millions, and counts the rest into one part more, so that they
 * still sum to it.
 */
export class LargestParts<Item> {
  readonly #most: number;
  #kept: Candidate<Item>[] = [];
  #count = 0;
  #sum = 0n;

  /** @param most how many parts are shown one by one */
  constructor(most: number) {
    this.#most = most;
  }

  /** Takes what a part is made of. @param amount in millionths, or a count */
  add(amount: bigint, item: Item): void {
    this.#kept.push({ amount, order: this.#count, item });
    this.#count += 1;
    this.#sum += amount;
    if (this.#kept.length >= 2 * this.#most + 2) this.#drop();
  }

  /** How many parts there are in all. */
  get count(): number {
    return this.#count;
  }

  /** What all parts come to. */
  get sum(): bigint {
    return this.#sum;
  }

  /** The largest, in the order in which they came. */
  get largest(): readonly Item[] {
    return this.#shown().map(({ item }) => item);
  }

  /** The largest parts in the order in which they came, then what the others come to. @param what one of the others by name */
  parts(
    inUnit: (amount: bigint) => Amount,
    what: string,
    make: (item: Item, amount: bigint) => Explanation,
  ): Explanation[] {
    const shown = this.#shown();
    const rest = this.#count - shown.length;
    const parts = shown.map(({ item, amount }) => make(item, amount));
    if (rest === 0) return parts;
    const amount = inUnit(shown.reduce((left, each) => left - each.amount, this.#sum));
    return [
      ...parts,
      explained({
        label: countOf(rest, `more ${what}`),
        amount,
        note: '--rows N shows more of them',
      }),
    ];
  }

  #shown(): Candidate<Item>[] {
    this.#drop();
    return [...this.#kept].sort((a, b) => a.order - b.order);
  }

  #drop(): void {
    // Sorting keeps equal ones in their order: the first of them stay.
    this.#kept.sort((a, b) => bySize(a.amount, b.amount));
    this.#kept.length = Math.min(this.#kept.length, this.#most);
  }
}
