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

/** Tells which lines of pool.csv a posting moves, and by how much: they sum to its net. */
export function moveLines(
  { kind, amounts }: Pick<Posting, 'kind' | 'amounts'>,
  move: (line: RevenueLine, amount: MicroUsd) => void,
): void {
  switch (kind) {
    case 'charge':
      move('gross', amounts.gross);
      move('customer_tax', -amounts.tax);
      move('provider_fee', -amounts.fee);
      break;
    case 'refund':
    case 'dispute':
    case 'restoration':
      move(kind, netOf(amounts));
      break;
    case 'provider-fee':
      move('provider_fee', netOf(amounts));
      break;
    case 'dispute-fee':
      move('dispute_fee', netOf(amounts));
      break;
    case 'cost':
    case 'provider-true-up':
      move('cost', netOf(amounts));
      break;
    case 'prior-period':
      move('prior_period', netOf(amounts));
      break;
    default:
      kind satisfies never;
  }
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
    moveLines(posting, (line, amount) => {
      lines[line] += amount;
    });
    if (posting.kind === 'prior-period') this.#adjust(posting);
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
