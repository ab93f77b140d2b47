import { compareAmounts } from '../../money/compare-amounts.ts';
import { formatMicro } from '../../money/micro.ts';
import { addMonths, formatMonth, type Month } from '../../month/month.ts';
import { compareText } from '../../text/compare-text.ts';
import { countOf } from '../../text/count-of.ts';
import type { CostItem } from '../costs.ts';
import type { Warning } from './warning.ts';

/** Months. */
const FAR_AHEAD = 12;

/**
 * What is odd about the costs that post in a month, which count all the same, that some never post, and others not for
 * long (R9).
 */
export function costWarnings(costs: readonly CostItem[], month: Month, firstMonth: Month): Warning[] {
  const posting = costs.filter((cost) => postsIn(cost, month)).sort(byWordsAndAmount);
  const seen = new Map<string, CostItem>();
  const warnings: Warning[] = [];
  for (const cost of posting) {
    if (cost.amount < 0n) warnings.push(told('negative-cost', cost, `${formatMicro(cost.amount)} raises net revenue`));
    const key = `${cost.amount} ${cost.description.trim().toLowerCase()}`;
    if (seen.has(key)) {
      const what = `${formatMicro(cost.amount)} counts once more in the month than another row of the same words`;
      warnings.push(told('repeated-cost', cost, what));
    } else seen.set(key, cost);
  }
  return [...warnings, ...costsBefore(costs, firstMonth), ...costsFarAhead(costs, month)];
}

/** Costs of months before first_month alone: one warning of all of them. */
function costsBefore(costs: readonly CostItem[], firstMonth: Month): Warning[] {
  const before = costs.filter(({ month, months }) => month + months <= firstMonth).sort(byWordsAndAmount);
  const [first] = before;
  if (first === undefined) return [];
  const what = `${countOf(before.length, 'row')} of months before ${formatMonth(firstMonth)}, the first of ${formatMonth(first.month)}: posted nowhere`;
  return [told('cost-before-first-month', first, what)];
}

/** Costs that begin more than a year after the month: one warning of all of them. No clock is asked (R1). */
function costsFarAhead(costs: readonly CostItem[], month: Month): Warning[] {
  const ahead = costs.filter((cost) => cost.month > addMonths(month, FAR_AHEAD)).sort(byWordsAndAmount);
  const [first] = ahead;
  if (first === undefined) return [];
  const what = `${countOf(ahead.length, 'row')} of months after ${formatMonth(addMonths(month, FAR_AHEAD))}, the first of ${formatMonth(first.month)}`;
  return [told('cost-far-ahead', first, what)];
}

/** Where a row stands in its file decides nothing (R15). */
function byWordsAndAmount(a: CostItem, b: CostItem): number {
  return compareText(a.description, b.description) || compareAmounts(a.amount, b.amount);
}

function postsIn({ month: first, months }: CostItem, month: Month): boolean {
  return month >= first && month < first + months;
}

function told(code: Warning['code'], { description, amount, source }: CostItem, what: string): Warning {
  return { code, provider: '', subject: description, amount, what, source };
}
