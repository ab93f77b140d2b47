import { type CostItem, costFrom } from '../close/costs.ts';
import { compareAmounts } from '../money/compare-amounts.ts';
import { type Components, NOTHING } from '../money/components.ts';
import { addMonths, type Month, monthStartMs } from '../month/month.ts';
import { coverageFrom, lastPostingMonth, postedIn } from '../revenue/coverage.ts';
import type { Posting } from '../revenue/posting.ts';
import { valueAt } from '../revenue/timeline.ts';
import { compareText } from '../text/compare-text.ts';
import type { DeferralSum } from './deferral.ts';
import { type Movement, sumFrom } from './movement.ts';

/** How a cost of costs.csv that is spread over months moves through one of them; null before and after its months. */
export function costMovementOf(cost: CostItem, month: Month): Movement | null {
  const coverage = coverageFrom(cost.month, cost.months);
  const last = lastPostingMonth(coverage);
  if (cost.month > month || last < month) return null;
  const schedule = Array.from({ length: cost.months }, (_, index) =>
    feeOf(postedIn(cost.amount, coverage, addMonths(cost.month, index))),
  );
  const at = month - cost.month;
  return {
    provider: 'costs',
    charge: cost.description,
    plan: '',
    currency: 'USD',
    atMs: monthStartMs(cost.month),
    month: cost.month,
    covers: { first: cost.month, last },
    charged: feeOf(cost.amount),
    opening: at === 0 ? NOTHING : sumFrom(schedule, at),
    billed: at === 0 ? feeOf(cost.amount) : NOTHING,
    recognised: valueAt(schedule, at),
    changes: [],
    closing: sumFrom(schedule, at + 1),
    schedule,
    source: cost.source,
  };
}

/**
 * Takes the movements of all costs. Costs may share a description, so their balance is compared with the ledger in all.
 *
 * @param inBooks everything that final and open months up to `month` post
 */
export function moveCosts(deferral: DeferralSum, { costs, inBooks, firstMonth, month }: CostsOfMonth): void {
  const known = costs.filter((cost) => cost.month <= month).sort(byDescription);
  let scheduled = 0n;
  for (const cost of known) {
    const movement = costMovementOf(cost, month);
    if (movement === null) continue;
    deferral.add(movement, null);
    scheduled += movement.closing.fee;
  }
  const posted = inBooks.reduce((sum, { provider, amounts }) => sum + (provider === 'costs' ? amounts.fee : 0n), 0n);
  const inLedger = known.reduce((sum, cost) => sum + costFrom(cost, firstMonth), -posted);
  deferral.compare('costs', feeOf(scheduled), feeOf(inLedger));
}

/** By all that tells two costs apart, never by the order of rows (R15). */
function byDescription(a: CostItem, b: CostItem): number {
  return (
    compareText(a.description, b.description) ||
    a.month - b.month ||
    a.months - b.months ||
    compareAmounts(a.amount, b.amount)
  );
}

interface CostsOfMonth {
  readonly costs: readonly CostItem[];
  readonly inBooks: readonly Pick<Posting, 'provider' | 'amounts'>[];
  readonly firstMonth: Month;
  readonly month: Month;
}

/** Costs stand in the fee component, as in their postings. */
function feeOf(amount: bigint): Components {
  return { gross: 0n, tax: 0n, fee: amount };
}
