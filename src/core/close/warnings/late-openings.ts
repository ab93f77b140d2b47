import { formatMonth, type Month, monthStartMs } from '../../month/month.ts';
import { utcDate } from '../../month/utc-date.ts';
import type { ChargeHistory } from '../../revenue/charge-history.ts';
import type { Provider } from '../../revenue/provider.ts';
import { covers } from './plan-counts.ts';
import type { Warning } from './warning.ts';

/** What is known of opening.csv and of the exports beside it. */
export interface OpeningsBeside {
  /** Hashes of the opening files in force. */
  readonly inputs: ReadonlySet<string>;
  /** The first instant that an export of a store has a row of, ms UTC. */
  readonly firstExportMs: ReadonlyMap<Provider, number>;
}

/** Finds charges of opening.csv that pay for a month and that the exports should have: opening.csv is for older ones (R8). */
export class LateOpenings {
  readonly #month: Month;
  readonly #beside: OpeningsBeside;
  readonly #found = new Map<Provider, { readonly first: ChargeHistory; count: number }>();

  constructor(month: Month, beside: OpeningsBeside) {
    this.#month = month;
    this.#beside = beside;
  }

  note(charge: ChargeHistory): void {
    const since = this.#beside.firstExportMs.get(charge.provider);
    if (!this.#beside.inputs.has(charge.source.input) || since === undefined) return;
    // A month that began before the first export may hold charges from before it.
    if (monthStartMs(charge.month) < since || !covers(charge, this.#month)) return;
    const known = this.#found.get(charge.provider);
    if (known === undefined) this.#found.set(charge.provider, { first: charge, count: 1 });
    else known.count += 1;
  }

  warnings(): Warning[] {
    return [...this.#found].map(([provider, { first, count }]) => {
      const since = utcDate(this.#beside.firstExportMs.get(provider) ?? 0);
      const what = `${count} charge(s) of opening.csv, ${first.id} of ${formatMonth(first.month)} among them, are of months after ${since}, from when on there are exports`;
      return { code: 'late-opening', provider, subject: first.id, amount: null, what, source: first.source };
    });
  }
}
