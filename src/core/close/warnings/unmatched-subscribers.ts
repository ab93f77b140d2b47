import type { ChargeHistory } from '../../revenue/charge-history.ts';
import { countOf } from '../../text/count-of.ts';
import type { Subscriber } from './two-stores.ts';
import type { Warning } from './warning.ts';

/** Finds what of subscribers.csv fits nothing: then none of the warnings about its accounts can come of it. */
export class UnmatchedSubscribers {
  readonly #subscribers: readonly Subscriber[];
  /** Subscriptions that no charge is of so far. */
  readonly #uncharged: Set<string>;

  constructor(subscribers: readonly Subscriber[]) {
    this.#subscribers = subscribers;
    this.#uncharged = new Set(subscribers.map(nameOf));
  }

  note(charge: ChargeHistory): void {
    this.#uncharged.delete(nameOf(charge));
  }

  /** One warning of all rows. @param used the accounts that have a wallet; null where nobody looked */
  warnings(used: ReadonlySet<string> | null): Warning[] {
    const rows = this.#subscribers;
    const accounts = [...new Set(rows.map(({ account }) => account))];
    const said = [
      ...phrase(
        rows.map(nameOf).filter((name) => this.#uncharged.has(name)),
        countOf(rows.length, 'row'),
        'a subscription without a charge',
      ),
      ...phrase(
        used === null ? [] : accounts.filter((account) => !used.has(account)),
        countOf(accounts.length, 'account'),
        'no wallet, neither by wallet-links.csv nor by a job log',
      ),
    ];
    if (said.length === 0) return [];
    return [
      { code: 'unmatched-subscribers', provider: '', subject: '', amount: null, what: said.join('; '), source: null },
    ];
  }
}

function nameOf({ provider, subscription }: Pick<Subscriber, 'provider' | 'subscription'>): string {
  return `${provider} ${subscription}`;
}

/** `2 of 5 rows: a subscription without a charge (stripe sub_1)` */
function phrase(unmatched: readonly string[], all: string, what: string): string[] {
  return unmatched.length === 0 ? [] : [`${unmatched.length} of ${all}: ${what} (${unmatched[0]})`];
}
