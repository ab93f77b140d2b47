import { moveLines, type RevenueLine, type RevenueProvider } from '../close/net-revenue.ts';
import { netOf } from '../money/components.ts';
import type { MicroUsd } from '../money/micro.ts';
import type { Posting } from '../revenue/posting.ts';
import { compareText } from '../text/compare-text.ts';
import { LargestPostings, type PostingsBehind } from './largest-postings.ts';

/** How many postings of a cell of pool.csv are named. */
export const NAMED_PER_CELL = 12;
/** How many adjustments of final months are named. */
const NAMED_ADJUSTMENTS = 200;

/** A cell of pool.csv that postings sum to, and the postings. */
export interface PoolCell extends PostingsBehind {
  readonly line: RevenueLine;
  readonly provider: RevenueProvider;
}

/** What a plan brought through a store in the month, as it moves net revenue; micro-dollars. */
export interface PlanFigures {
  readonly provider: RevenueProvider;
  /** Empty for what belongs to no plan: costs, and charges that no single plan explains. */
  readonly plan: string;
  /** Parts of charges' own schedules that post in the month. */
  readonly parts: number;
  readonly gross: MicroUsd;
  readonly tax: MicroUsd;
  readonly fee: MicroUsd;
  /** Everything else: refunds, disputes, restorations, costs, adjustments. */
  readonly other: MicroUsd;
  readonly net: MicroUsd;
}

/** What a month's postings come to, beside their sums in the close. */
export interface PostingFigures {
  readonly cells: readonly PoolCell[];
  readonly plans: readonly PlanFigures[];
  /** Prior-period adjustments (R16). */
  readonly adjustments: PostingsBehind;
}

/** Takes the month's postings one by one. */
export class PostingFiguresSum {
  readonly #cells = new Map<string, { line: RevenueLine; provider: RevenueProvider; postings: LargestPostings }>();
  readonly #plans = new Map<string, PlanFigures>();
  readonly #adjustments = new LargestPostings(NAMED_ADJUSTMENTS);

  add(posting: Posting): void {
    const { provider, kind } = posting;
    const moved: Partial<Record<RevenueLine, MicroUsd>> = {};
    moveLines(posting, (line, amount) => {
      moved[line] = amount;
      if (amount !== 0n) this.#cellOf(line, provider).note(posting, amount);
    });
    const net = netOf(posting.amounts);
    if (kind === 'prior-period') this.#adjustments.note(posting, net);
    const key = `${provider}\n${posting.plan}`;
    const before = this.#plans.get(key) ?? nothingOf(posting);
    const { gross = 0n, customer_tax: tax = 0n, provider_fee: fee = 0n } = moved;
    this.#plans.set(key, {
      ...before,
      parts: before.parts + (kind === 'charge' ? 1 : 0),
      gross: before.gross + gross,
      tax: before.tax + tax,
      fee: before.fee + fee,
      other: before.other + net - gross - tax - fee,
      net: before.net + net,
    });
  }

  result(): PostingFigures {
    return {
      cells: [...this.#cells.values()].map(({ line, provider, postings }) => {
        return { line, provider, ...postings.result() };
      }),
      plans: [...this.#plans.values()].sort(
        (a, b) => compareText(a.provider, b.provider) || compareText(a.plan, b.plan),
      ),
      adjustments: this.#adjustments.result(),
    };
  }

  #cellOf(line: RevenueLine, provider: RevenueProvider): LargestPostings {
    const key = `${line}\n${provider}`;
    const cell = this.#cells.get(key) ?? { line, provider, postings: new LargestPostings(NAMED_PER_CELL) };
    this.#cells.set(key, cell);
    return cell.postings;
  }
}

function nothingOf({ provider, plan }: Posting): PlanFigures {
  return { provider, plan, parts: 0, gross: 0n, tax: 0n, fee: 0n, other: 0n, net: 0n };
}
