import { chanceOf, type Chance as Random } from '../chance.ts';

/** Chance that is the same for the same seed: a seed and a number name a mutation. */
export class Chance {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = chanceOf(seed);
  }

  /** A whole number from 0 to below `below`. */
  below(below: number): number {
    return this.#random.int(0, below - 1);
  }

  /** One of a list that is not empty. */
  pick<Item>(items: readonly Item[]): Item {
    return this.#random.pick(items);
  }

  /** The same items in another order. */
  shuffled<Item>(items: readonly Item[]): Item[] {
    const left = [...items];
    return items.flatMap(() => left.splice(this.below(left.length), 1));
  }
}
