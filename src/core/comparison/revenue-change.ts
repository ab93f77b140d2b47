import { REVENUE_PROVIDERS, type RevenueProvider } from '../close/net-revenue.ts';
import { netOf } from '../money/components.ts';
import { formatMicro, type MicroUsd } from '../money/micro.ts';
import { forEveryProvider } from '../revenue/provider.ts';
import { CAUSES, type Cause } from './cause.ts';
import { LargestChanges, type NamedChange } from './largest-changes.ts';
import type { ReportedPosting } from './reported-posting.ts';

/** An amount for every provider, in micro-dollars. */
export type ByProvider = Readonly<Record<RevenueProvider, MicroUsd>>;

/** Net revenue of two sides and every cause of their difference, largest single changes first. */
export interface RevenueChange {
  readonly from: ByProvider;
  readonly to: ByProvider;
  /** In the order of CAUSES; only those that occur. */
  readonly causes: readonly { readonly cause: Cause; readonly amounts: ByProvider }[];
  readonly largest: readonly NamedChange[];
}

export type Side = 'from' | 'to';

/** Adds up both sides and the causes between them. */
export class RevenueChangeSum {
  readonly #sides = { from: nothing(), to: nothing() };
  readonly #causes = new Map<Cause, Record<RevenueProvider, MicroUsd>>();
  readonly #largest = new LargestChanges();

  /** Counts a posting to its side; its cause comes by `explain`. */
  count(side: Side, { provider, amounts }: ReportedPosting): void {
    this.#sides[side][provider] += netOf(amounts);
  }

  /** Gives a part of the difference its cause, as it moves net revenue from the one side to the other. */
  explain(cause: Cause, provider: RevenueProvider, amount: MicroUsd, charge = '', event = ''): void {
    if (amount === 0n) return;
    const amounts = this.#causes.get(cause) ?? nothing();
    amounts[provider] += amount;
    this.#causes.set(cause, amounts);
    if (charge !== '') this.#largest.note({ cause, provider, charge, event, amount });
  }

  /** Throws when the causes of a provider do not sum to its difference: that is a fault of the program. */
  result(): RevenueChange {
    const { from, to } = this.#sides;
    for (const provider of REVENUE_PROVIDERS) {
      const explained = [...this.#causes.values()].reduce((sum, amounts) => sum + amounts[provider], 0n);
      const difference = to[provider] - from[provider];
      if (explained !== difference) {
        throw new Error(
          `the causes of ${provider} sum to ${formatMicro(explained)}, and the difference is ${formatMicro(difference)}`,
        );
      }
    }
    const causes = CAUSES.flatMap((cause) => {
      const amounts = this.#causes.get(cause);
      return amounts === undefined || REVENUE_PROVIDERS.every((each) => amounts[each] === 0n)
        ? []
        : [{ cause, amounts }];
    });
    return { from, to, causes, largest: this.#largest.inOrder() };
  }
}

/** The sum over all providers. */
export function allProviders(amounts: ByProvider): MicroUsd {
  return REVENUE_PROVIDERS.reduce((sum, provider) => sum + amounts[provider], 0n);
}

function nothing(): Record<RevenueProvider, MicroUsd> {
  return { ...forEveryProvider(() => 0n), costs: 0n };
}
