import type { DecisionBook } from '../close/decision.ts';
import { formatMicro, type MicroUnit, type MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import { valuesUpTo } from '../policy/over-time.ts';
import { type Plan, termMonths } from './plan.ts';

/** A charge for a year of a plan, one unit of it. */
export interface YearCharge {
  readonly plan: Plan;
  /** The store's own product: a price is that of a product. */
  readonly product: string;
  readonly month: Month;
  /** As printed, in millionths of `currency`. */
  readonly price: MicroUnit;
  readonly currency: string;
  readonly priceUsd: MicroUsd;
}

/**
 * What a charge for a year pays for: the stores sell such products with monthly payments too, and print the same
 * product, so a charge below a quarter of the list price of a year is `unclear` until the plan says it (`low_charge` in
 * revshare.yaml) or a person decides it, once for the product and its price.
 */
export function yearOrMonth(
  charge: YearCharge,
  decisions: DecisionBook,
  code: 'annual-billed-monthly' | 'instalment',
): { readonly pays: 'monthly' | 'yearly' | 'unclear'; readonly isAsked: boolean } {
  const { plan } = charge;
  if (!isFarBelowYear(charge)) return { pays: 'yearly', isAsked: false };
  if (plan.lowCharge !== undefined) return { pays: plan.lowCharge, isAsked: false };
  const subject = lowChargeSubject(charge);
  const own = decisions.on(code, subject, charge.month)?.decision;
  const pays = decisions.latestOn(code, subject)?.decision;
  // What a person left out of a month stays out, whatever the price is decided to pay for in another.
  if (own === 'leave-out' || (pays !== 'monthly' && pays !== 'yearly')) return { pays: 'unclear', isAsked: true };
  // In the months that it was decided about it is listed with its decision; elsewhere it asks no more.
  return { pays, isAsked: own !== undefined };
}

/** What is decided about: a product at a price. */
export function lowChargeSubject({ product, price, currency }: YearCharge): string {
  return `${product} ${formatMicro(price)} ${currency}`;
}

/**
 * Below a quarter of the list price of a year; of a monthly plan that is twelve times its own. Of the price of its month
 * and of every earlier one, because renewals may go on at that.
 */
function isFarBelowYear({ plan, priceUsd, month }: YearCharge): boolean {
  const terms = BigInt(12 / termMonths(plan));
  return priceUsd > 0n && valuesUpTo(plan.listPrice, month).every((price) => priceUsd * 4n < price * terms);
}
