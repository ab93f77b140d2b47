import { formatMonth, type Month, monthOfInstant } from '../../month/month.ts';
import type { ChargeHistory } from '../../revenue/charge-history.ts';
import type { Provider } from '../../revenue/provider.ts';
import type { Warning } from './warning.ts';

/** Counts the sales of a month that stand beside an equal one: rows of an export may stand twice, and all of them count. */
export class RepeatedSales {
  readonly #month: Month;
  readonly #found = new Map<Provider, { readonly first: ChargeHistory; count: number }>();

  constructor(month: Month) {
    this.#month = month;
  }

  note(charge: ChargeHistory): void {
    const { repeatedAtMs } = charge;
    if (repeatedAtMs === undefined || monthOfInstant(repeatedAtMs) !== this.#month) return;
    const known = this.#found.get(charge.provider);
    if (known === undefined) this.#found.set(charge.provider, { first: charge, count: 1 });
    else known.count += 1;
  }

  warnings(): Warning[] {
    return [...this.#found].map(([provider, { first, count }]) => {
      const what = `${count} charge(s) of ${formatMonth(this.#month)}, the first ${first.id}: is a row there twice?`;
      return { code: 'repeated-sale', provider, subject: first.id, amount: null, what, source: first.source };
    });
  }
}
