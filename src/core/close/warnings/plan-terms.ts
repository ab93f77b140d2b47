import { formatMicro } from '../../money/micro.ts';
import { valuesUpTo } from '../../policy/over-time.ts';
import type { ChargeHistory } from '../../revenue/charge-history.ts';
import { planOf } from '../../revenue/charge-history.ts';
import { type Plan, termMonths } from '../../revenue/plan.ts';
import type { Warning } from './warning.ts';

/**
 * A charge below half of its plan's list price, or above twice of it, tax aside: of the price of its month and of every
 * earlier one, because who subscribed earlier may go on paying that. An export that names no plan (Stripe's
 * invoices as CSV) leaves every plan of the term: then it must be far from all of them. Invoices of several lines are
 * prorations, and charges of another term have a warning of their own.
 */
export function listPriceWarning(charge: ChargeHistory, plans: readonly Plan[]): Warning | null {
  const [line, ...others] = charge.lines;
  if (line === undefined || others.length > 0) return null;
  const candidates = plansOf(charge, plans).filter((plan) => termMonths(plan) === line.coverage.months);
  const paid = line.amounts.gross - line.amounts.tax;
  const pricesOf = ({ listPrice }: Plan): bigint[] => valuesUpTo(listPrice, charge.month);
  if (candidates.length === 0) return null;
  if (candidates.some((plan) => pricesOf(plan).some((price) => isNear(paid, price)))) return null;
  const prices = candidates
    .map((plan) => `${pricesOf(plan).map(formatMicro).join(', before ')} (${plan.id} ${plan.term})`)
    .join(', ');
  return {
    code: 'far-from-list-price',
    provider: charge.provider,
    subject: charge.id,
    amount: paid,
    what: `${formatMicro(paid)} before tax, where the list price is ${prices}`,
    source: charge.source,
  };
}

/** A charge that covers another number of months than its plan is sold for. */
export function unusualTermWarning(charge: ChargeHistory, plans: readonly Plan[]): Warning | null {
  const [line, ...others] = charge.lines;
  if (line === undefined || others.length > 0) return null;
  const terms = [...new Set(plansOf(charge, plans).map(termMonths))];
  if (terms.length === 0 || terms.includes(line.coverage.months)) return null;
  return {
    code: 'unusual-term',
    provider: charge.provider,
    subject: charge.id,
    amount: line.amounts.gross,
    what: `it covers ${line.coverage.months} months, where the plan is sold for ${terms.join(' or ')}`,
    source: charge.source,
  };
}

function plansOf(charge: ChargeHistory, plans: readonly Plan[]): readonly Plan[] {
  const id = planOf(charge);
  return id === '' ? plans : plans.filter((plan) => plan.id === id);
}

function isNear(paid: bigint, listPrice: bigint): boolean {
  return paid * 2n >= listPrice && paid <= listPrice * 2n;
}
