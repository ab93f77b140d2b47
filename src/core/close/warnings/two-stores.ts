import type { Month } from '../../month/month.ts';
import type { ChargeHistory } from '../../revenue/charge-history.ts';
import type { Provider } from '../../revenue/provider.ts';
import { compareText } from '../../text/compare-text.ts';
import { covers } from './plan-counts.ts';
import type { Warning } from './warning.ts';

/** A row of subscribers.csv: no store knows the others' customers, the network does. */
export interface Subscriber {
  readonly account: string;
  readonly provider: Provider;
  /** Stripe subscription id, Apple Subscriber ID, Google order number without its renewal suffix. */
  readonly subscription: string;
}

/** Finds accounts whose subscriptions in two stores pay for the same month. */
export class TwoStores {
  readonly #month: Month;
  readonly #accountOf: ReadonlyMap<string, string>;
  readonly #paying = new Map<string, Map<Provider, ChargeHistory>>();

  constructor(month: Month, subscribers: readonly Subscriber[]) {
    this.#month = month;
    this.#accountOf = new Map(
      subscribers.map(({ account, provider, subscription }) => [`${provider} ${subscription}`, account]),
    );
  }

  note(charge: ChargeHistory): void {
    const account = this.#accountOf.get(`${charge.provider} ${charge.subscription}`);
    if (account === undefined || !covers(charge, this.#month)) return;
    const stores = this.#paying.get(account) ?? new Map<Provider, ChargeHistory>();
    stores.set(charge.provider, charge);
    this.#paying.set(account, stores);
  }

  warnings(): Warning[] {
    return [...this.#paying].flatMap(([account, stores]): Warning[] => {
      const charges = [...stores.values()].sort((a, b) => compareText(a.provider, b.provider));
      const [first] = charges;
      if (first === undefined || charges.length < 2) return [];
      const named = charges.map((charge) => `${charge.provider} ${charge.id}`).join(' and ');
      const what = `${named} both pay for the month`;
      const { provider, source } = first;
      return [{ code: 'billed-by-two-stores', provider, subject: account, amount: null, what, source }];
    });
  }
}
