import { netOf } from '../money/components.ts';
import type { MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import type { Cause } from './cause.ts';
import { MonthlySales } from './monthly-sales.ts';
import { causeOfKind } from './posting-cause.ts';
import type { ReportedPosting } from './reported-posting.ts';
import { type RevenueChange, RevenueChangeSum, type Side } from './revenue-change.ts';
import type { ChargePair } from './side-by-side.ts';

/** What one refund, dispute, cost or the like posts on both sides, as the difference. */
interface EventChange {
  readonly cause: Cause;
  readonly known: ReportedPosting;
  amount: MicroUsd;
}

/** One line of a charge that covers several months, on both sides. */
interface SpreadLine {
  from: ReportedPosting | null;
  to: ReportedPosting | null;
}

/**
 * Flux: why net revenue of one month is another than of an earlier one. Gross of charges is told apart by what they
 * are: those that cover several months start, go on by their schedule, or roll off; monthly ones change by volume, plan
 * mix, price and rate. Tax, fees, refunds and the rest are causes of their own, so that every cause but those of gross
 * is the difference of a line of pool.csv.
 */
export class Flux {
  readonly #months: Readonly<Record<Side, Month>>;
  readonly #sum = new RevenueChangeSum();
  readonly #monthly = new MonthlySales();

  constructor(from: Month, to: Month) {
    this.#months = { from, to };
  }

  take(pair: ChargePair): void {
    const events = new Map<string, EventChange>();
    const spread = new Map<string, SpreadLine>();
    for (const side of ['from', 'to'] as const) {
      for (const posting of pair[side]) {
        this.#sum.count(side, posting);
        if (posting.kind === 'charge') this.#takeCharge(side, posting, spread);
        else addEvent(events, side, posting);
      }
    }
    for (const { cause, known, amount } of events.values()) {
      this.#sum.explain(cause, known.provider, amount, known.charge, known.event);
    }
    for (const line of spread.values()) this.#explainSpread(line);
  }

  result(): RevenueChange {
    for (const { provider, change } of this.#monthly.changes()) {
      this.#sum.explain('volume', provider, change.volume);
      this.#sum.explain('plan-mix', provider, change.mix);
      this.#sum.explain('price', provider, change.price);
      this.#sum.explain('fx', provider, change.fx);
    }
    return this.#sum.result();
  }

  #takeCharge(side: Side, posting: ReportedPosting, spread: Map<string, SpreadLine>): void {
    const { provider, charge, amounts, coverage } = posting;
    const sign = side === 'to' ? 1n : -1n;
    this.#sum.explain('customer-tax', provider, -sign * amounts.tax);
    this.#sum.explain('provider-fees', provider, -sign * amounts.fee);
    if (coverage === null || coverage.first === coverage.last) {
      this.#monthly.add(side, posting);
      return;
    }
    const key = `${charge}\n${posting.line}`;
    const line = spread.get(key) ?? { from: null, to: null };
    // A charge has a line once; were it there twice, each would be by itself.
    if (line[side] === null) line[side] = posting;
    else this.#explainSpread({ from: null, to: null, [side]: posting });
    spread.set(key, line);
  }

  #explainSpread({ from, to }: SpreadLine): void {
    const known = to ?? from;
    if (known === null) return;
    const change: MicroUsd = (to?.amounts.gross ?? 0n) - (from?.amounts.gross ?? 0n);
    const cause =
      from !== null && to !== null ? goingOn(from, to) : this.#oneSided(known, from === null ? 'to' : 'from');
    this.#sum.explain(cause, known.provider, change, known.charge);
  }

  /** A charge that posts on one side only: because of its coverage, or because the other side did not know it. */
  #oneSided({ coverage }: ReportedPosting, side: Side): Cause {
    const other = this.#months[side === 'to' ? 'from' : 'to'];
    if (coverage !== null && coverage.first > other) return 'annual-starts';
    if (coverage !== null && coverage.last < other) return 'annual-roll-offs';
    return side === 'to' ? 'late-charges' : 'charges-gone';
  }
}

function addEvent(events: Map<string, EventChange>, side: Side, posting: ReportedPosting): void {
  const { kind, charge, event, amounts } = posting;
  if (kind === 'charge') return;
  const key = `${kind}\n${charge}\n${event}`;
  const change = events.get(key) ?? { cause: causeOfKind(kind), known: posting, amount: 0n };
  change.amount += side === 'to' ? netOf(amounts) : -netOf(amounts);
  events.set(key, change);
}

function goingOn(from: ReportedPosting, to: ReportedPosting): Cause {
  const sameTerm = from.coverage?.first === to.coverage?.first && from.coverage?.last === to.coverage?.last;
  if (!sameTerm || from.plan !== to.plan) return 'plan-or-coverage';
  return from.rate === to.rate ? 'schedule' : 'fx';
}
