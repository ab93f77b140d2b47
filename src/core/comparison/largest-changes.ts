import type { RevenueProvider } from '../close/net-revenue.ts';
import { bySize } from '../money/compare-amounts.ts';
import type { MicroUsd } from '../money/micro.ts';
import { compareText } from '../text/compare-text.ts';
import type { Cause } from './cause.ts';

/** What one charge (or cost) contributes to a cause. */
export interface NamedChange {
  readonly cause: Cause;
  readonly provider: RevenueProvider;
  readonly charge: string;
  /** The refund, dispute or restoration; empty for the charge itself. */
  readonly event: string;
  readonly amount: MicroUsd;
}

const KEPT = 100;

/** Keeps the largest single changes by size: there may be millions of smaller ones. */
export class LargestChanges {
  #kept: NamedChange[] = [];

  note(change: NamedChange): void {
    this.#kept.push(change);
    if (this.#kept.length >= 10 * KEPT) this.#kept = largestFirst(this.#kept).slice(0, KEPT);
  }

  inOrder(): NamedChange[] {
    return largestFirst(this.#kept).slice(0, KEPT);
  }
}

function largestFirst(changes: readonly NamedChange[]): NamedChange[] {
  return [...changes].sort(
    (a, b) =>
      bySize(a.amount, b.amount) ||
      compareText(a.provider, b.provider) ||
      compareText(a.charge, b.charge) ||
      compareText(a.cause, b.cause) ||
      compareText(a.event, b.event) ||
      (a.amount < b.amount ? 1 : -1),
  );
}
