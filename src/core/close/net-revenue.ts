import { netOf } from '../money/components.ts';
import type { MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import type { Posting } from '../revenue/posting.ts';
import { forEveryProvider, PROVIDERS } from '../revenue/provider.ts';

/** The lines of pool.csv that sum to net revenue, in their order. */
export const REVENUE_LINES = [
  'gross',
  'customer_tax',
  'provider_fee',
  'refund',
  'dispute',
  'dispute_fee',
  'restoration',
  'cost',
  'prior_period',
] as const;
export type RevenueLine = (typeof REVENUE_LINES)[number];

/** Providers in the order of the reports; `costs` stands for costs.csv. */
export const REVENUE_PROVIDERS = [...PROVIDERS, 'costs'] as const;
export type RevenueProvider = (typeof REVENUE_PROVIDERS)[number];

/** A month's net revenue, line by line, each as it moves net revenue (deductions negative). */
export interface NetRevenue {
  readonly lines: Readonly<Record<RevenueProvider, Readonly<Record<RevenueLine, MicroUsd>>>>;
  readonly total: MicroUsd;
  /** The part of it that adjusts each final month (R16). */
  readonly ofFinalMonths: ReadonlyMap<Month, MicroUsd>;
}

/** Adds postings up. A posting's share of every line sums to its net, so the lines sum to net revenue. */
export class NetRevenueSum {
  readonly #lines: Record<RevenueProvider, Record<RevenueLine, MicroUsd>>;
  readonly #ofFinalMonths = new Map<Month, MicroUsd>();

  constructor() {
    this.#lines = { ...forEveryProvider(noRevenue), costs: noRevenue() };
  }

  add(posting: Posting): void {
    const lines = this.#lines[posting.provider];
    const { gross, tax, fee } = posting.amounts;
    switch (posting.kind) {
      case 'charge':
        lines.gross += gross;
        lines.customer_tax -= tax;
        lines.provider_fee -= fee;
        break;
      case 'refund':
      case 'dispute':
      case 'restoration':
        lines[posting.kind] += netOf(posting.amounts);
        break;
      case 'provider-fee':
        lines.provider_fee += netOf(posting.amounts);
        break;
      case 'dispute-fee':
        lines.dispute_fee += netOf(posting.amounts);
        break;
      case 'cost':
      case 'provider-true-up':
        lines.cost += netOf(posting.amounts);
        break;
      case 'prior-period':
        lines.prior_period += netOf(posting.amounts);
        this.#adjust(posting);
        break;
      default:
        posting.kind satisfies never;
    }
  }

  result(): NetRevenue {
    const total = REVENUE_PROVIDERS.reduce((sum, provider) => sum + netRevenueOf(this.#lines[provider]), 0n);
    return { lines: this.#lines, total, ofFinalMonths: this.#ofFinalMonths };
  }

  #adjust({ originalMonth, amounts }: Posting): void {
    this.#ofFinalMonths.set(originalMonth, (this.#ofFinalMonths.get(originalMonth) ?? 0n) + netOf(amounts));
  }
}

/** net_revenue of one provider. */
export function netRevenueOf(lines: Readonly<Record<RevenueLine, MicroUsd>>): MicroUsd {
  return REVENUE_LINES.reduce((sum, line) => sum + lines[line], 0n);
}

function noRevenue(): Record<RevenueLine, MicroUsd> {
  return Object.fromEntries(REVENUE_LINES.map((line) => [line, 0n])) as Record<RevenueLine, MicroUsd>;
}
