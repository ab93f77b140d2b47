import { bySize } from '../money/compare-amounts.ts';
import type { MicroUsd } from '../money/micro.ts';
import type { Posting } from '../revenue/posting.ts';
import { compareText } from '../text/compare-text.ts';

/** A posting, and what of it counts for the figure that it stands behind. */
export interface PostingBehind {
  readonly posting: Posting;
  readonly amount: MicroUsd;
}

/** The postings behind a figure: all of them counted and summed, the largest of them by name. */
export interface PostingsBehind {
  readonly count: number;
  readonly sum: MicroUsd;
  readonly largest: readonly PostingBehind[];
}

/** Keeps the largest of many postings and counts the rest: there may be millions. */
export class LargestPostings {
  readonly #kept: number;
  #largest: PostingBehind[] = [];
  #count = 0;
  #sum = 0n;

  /** @param kept how many are kept by name */
  constructor(kept: number) {
    this.#kept = kept;
  }

  note(posting: Posting, amount: MicroUsd): void {
    this.#count += 1;
    this.#sum += amount;
    this.#largest.push({ posting, amount });
    if (this.#largest.length >= 10 * this.#kept) this.#largest = largestFirst(this.#largest).slice(0, this.#kept);
  }

  result(): PostingsBehind {
    return { count: this.#count, sum: this.#sum, largest: largestFirst(this.#largest).slice(0, this.#kept) };
  }
}

/** By size, then by what postings.csv sorts by: the order of the input decides nothing. */
function largestFirst(postings: readonly PostingBehind[]): PostingBehind[] {
  return [...postings].sort(
    (a, b) =>
      bySize(a.amount, b.amount) ||
      compareText(a.posting.charge, b.posting.charge) ||
      compareText(a.posting.line, b.posting.line) ||
      compareText(a.posting.kind, b.posting.kind) ||
      compareText(a.posting.event, b.posting.event) ||
      a.posting.originalMonth - b.posting.originalMonth,
  );
}
