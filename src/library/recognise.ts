import { netOf } from '../core/money/components.ts';
import { formatMicro } from '../core/money/micro.ts';
import { formatMonth, type Month, monthsFrom } from '../core/month/month.ts';
import { always } from '../core/policy/over-time.ts';
import { postingMonths } from '../core/revenue/charge-history.ts';
import { amountsIn, recogniseCharge } from '../core/revenue/charge-postings.ts';
import { type Charge, chargeHistory } from './charge.ts';
import { type Dollars, InvalidValue, type MonthName, monthOfName } from './written.ts';

/** How refunds are taken from what a charge has not yet posted (R6). */
export type RefundRule = 'deferred-first' | 'proportional';

/** What recognition may be told. */
export interface RecogniseOptions {
  /** Left out: `deferred-first`. */
  readonly refunds?: RefundRule;
  /** Before this month nothing was shared, so that nothing is taken back of it. Left out: the charge's own month. */
  readonly firstMonth?: MonthName;
}

/** What a charge brings in one month, after all that happened to it. */
export interface RecognisedMonth {
  readonly month: MonthName;
  readonly gross: Dollars;
  readonly tax: Dollars;
  readonly fee: Dollars;
  /** gross - tax - fee. */
  readonly net: Dollars;
}

/**
 * Spreads a charge over the months that it pays for (R5) and takes its refunds, disputes and restorations into account
 * (R6, R7). Month k of n brings `trunc(amount*k/n) - trunc(amount*(k-1)/n)` of each component, cut to the micro-dollar, so
 * that the months sum to the charge exactly.
 *
 * @param charge the charge, in dollars
 * @param options the rule for refunds, and the first shared month
 * @returns every month from the first to the last in which the charge can bring something, in order
 * @throws InvalidValue when a value is not what it stands for
 */
export function recognise(charge: Charge, options: RecogniseOptions = {}): RecognisedMonth[] {
  const history = chargeHistory('charge', charge);
  const firstMonth =
    options.firstMonth === undefined ? history.month : monthOfName('options.firstMonth', options.firstMonth);
  const recognised = recogniseCharge(history, {
    firstMonth,
    rules: always({ refunds: refundRuleOf('options.refunds', options.refunds) }),
  });
  const { first, last } = postingMonths(history);
  return monthsFrom(first, last).map((month: Month) => {
    const amounts = amountsIn(recognised, month);
    return {
      month: formatMonth(month),
      gross: formatMicro(amounts.gross),
      tax: formatMicro(amounts.tax),
      fee: formatMicro(amounts.fee),
      net: formatMicro(netOf(amounts)),
    };
  });
}

/**
 * The rule that a caller wrote, or that of R6.
 *
 * @internal
 */
export function refundRuleOf(field: string, rule: RefundRule = 'deferred-first'): RefundRule {
  if (rule === 'deferred-first' || rule === 'proportional') return rule;
  throw new InvalidValue(field, `${String(rule)} is not deferred-first or proportional`);
}
