import type { Decision, DecisionBook } from '../close/decision.ts';
import type { Finding } from '../close/finding.ts';
import { formatMicro, type MicroUnit, type MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import { valuesUpTo } from '../policy/over-time.ts';
import { type Plan, termMonths } from './plan.ts';

/** A charge for a year of a plan, one unit of it. */
export interface YearCharge {
  /** The charge's own id. */
  readonly id: string;
  readonly plan: Plan;
  /** The store's own product: a price is that of a product. */
  readonly product: string;
  readonly month: Month;
  /** As printed, in millionths of `currency`. */
  readonly price: MicroUnit;
  readonly currency: string;
  readonly priceUsd: MicroUsd;
}

/** What a charge for a year pays for, and the question where it is one. */
export interface YearOrMonth {
  readonly pays: 'monthly' | 'yearly' | 'unclear';
  /** What its exception is known by; null where there is none. */
  readonly asked: Pick<Finding, 'subject' | 'cause' | 'alone'> | null;
}

/**
 * What a charge for a year pays for: the stores sell such products with monthly payments too, and print the same
 * product, so a charge below a quarter of the list price of a year is `unclear` until the plan says it (`low_charge` in
 * revshare.yaml) or a person decides it, once for the product and its price. What a person leaves out is the charge
 * alone: one of that price that comes later waits.
 */
export function yearOrMonth(
  charge: YearCharge,
  decisions: DecisionBook,
  code: 'annual-billed-monthly' | 'instalment',
): YearOrMonth {
  const { plan, id, month } = charge;
  if (!isFarBelowYear(charge)) return { pays: 'yearly', asked: null };
  if (plan.lowCharge !== undefined) return { pays: plan.lowCharge, asked: null };
  const price = lowChargeSubject(charge);
  // Sales were once decided one by one, and are named by their ids there.
  const alone = decisions.subjectOf(code, month, { full: aloneSubject(price, id), once: id });
  const ofAlone = decisions.on(code, alone, month)?.decision;
  const own = ofAlone ?? decisions.on(code, price, month)?.decision;
  // What a person left out of a month stays out, whatever the price is decided to pay for in another.
  const decided = own === 'leave-out' ? own : (ofAlone ?? decisions.latestOn(code, price)?.decision);
  const pays = decided === 'monthly' || decided === 'yearly' ? decided : 'unclear';
  // In the months that it was decided about it is listed with its decision; elsewhere it asks no more.
  const isAsked = pays === 'unclear' || own !== undefined;
  return { pays, asked: isAsked ? { subject: ofAlone === undefined ? price : alone, cause: price, alone } : null };
}

/** What is decided about: a product at a price. */
function lowChargeSubject({ product, price, currency }: YearCharge): string {
  return `${product} ${formatMicro(price)} ${currency}`;
}

/** One charge of that price alone. */
function aloneSubject(price: string, id: string): string {
  return `${price} of ${id}`;
}

/** Whether a decision is about a charge alone, of a product at a price. */
export function isOfPrice({ code, subject }: Pick<Decision, 'code' | 'subject'>, price: string): boolean {
  const isPrice = code === 'annual-billed-monthly' || code === 'instalment';
  return isPrice && subject.startsWith(aloneSubject(price, ''));
}

/**
 * Below a quarter of the list price of a year; of a monthly plan that is twelve times its own. Of the price of its month
 * and of every earlier one, because renewals may go on at that.
 */
function isFarBelowYear({ plan, priceUsd, month }: YearCharge): boolean {
  const terms = BigInt(12 / termMonths(plan));
  return priceUsd > 0n && valuesUpTo(plan.listPrice, month).every((price) => priceUsd * 4n < price * terms);
}
