import { convertComponents, convertHalfEven, type FxRate } from '../../core/money/fx-rate.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { AssembledGroup, AssemblyRules } from '../../core/revenue/assembled.ts';
import { type ChargeHistory, eventsOfCharge } from '../../core/revenue/charge-history.ts';
import { coverageFrom } from '../../core/revenue/coverage.ts';
import { yearOrMonth } from '../../core/revenue/low-charge.ts';
import { type Plan, termMonths } from '../../core/revenue/plan.ts';
import { rateMissing } from '../../core/revenue/rate-missing.ts';
import type { OwnRow } from '../fates/accepted-orphans.ts';
import { exclude } from '../fates/exclude.ts';
import { amountsOf, orderEvents } from './order-events.ts';
import { isCharge, isToRemit, type TypedRow } from './transaction-type.ts';

/** The rows of a plan's product in an order, with what it is charged under. */
export interface PlanOrder {
  /** The order, with a number where it has several plans. */
  readonly id: string;
  readonly plan: Plan;
  readonly product: string;
  /** In one currency, at least one of them a charge. */
  readonly rows: readonly TypedRow[];
  /** Rows that a person accepted as what they are: they post by themselves. */
  readonly own: readonly OwnRow[];
}

/** Turns the rows into a charge: their sum, with the fee and the tax as they say. Whether it is booked, and `own` with it. */
export function assemblePlanOrder(group: AssembledGroup, order: PlanOrder, rules: AssemblyRules): boolean {
  const { rows, own } = order;
  const [first, ...others] = rows.filter(isCharge);
  if (first === undefined) throw new Error(`order ${order.id} has no Charge row`);
  if (rows.every((row) => row.gross === 0n)) {
    for (const row of rows) exclude(group, 'trial', row, rules.fx);
    return false;
  }
  const charge = others.reduce((earliest, row) => (row.atMs < earliest.atMs ? row : earliest), first);
  const month = monthOfInstant(charge.atMs);
  const rate = rules.fx.rateOn(charge.currency, charge.atMs);
  if (rate === undefined) {
    group.report(rateMissing(`order ${order.id}`, order.id, charge), rows);
    return false;
  }
  const months = coveredMonths(group, order, charge, { rate, rules });
  if (months === null) return false;
  leaveOutToRemit(group, rows, rate);
  const counted = rows.filter((row) => !isToRemit(row));
  const paid = amountsOf(counted.filter((row) => row.effect === 'charge'));
  const history: ChargeHistory = {
    provider: 'google',
    id: order.id,
    subscription: charge.group.replace(/\.\.\d+$/, ''),
    atMs: charge.atMs,
    month,
    currency: charge.currency,
    rate,
    printed: { gross: paid.gross, tax: 0n },
    planWeight: { part: 1n, whole: 1n },
    lines: [
      {
        id: '',
        plan: order.plan.id,
        coverage: coverageFrom(month, months),
        amounts: convertComponents(paid, rate),
      },
    ],
    taxFollowsGross: false,
    events: eventsOfCharge(charge.atMs, orderEvents(counted)),
    rowAmounts: own.flatMap(({ amounts }) => amounts),
    ...repeated(rows),
    source: charge.source,
  };
  group.book(history, [...counted, ...own.map(({ row }) => row)]);
  return true;
}

/**
 * When an amount was charged twice at one instant, or the order more than a day apart: parts of one sale differ, and are of one time.
 * Rows of one type and instant in two files differ too: the later file may be the first one corrected, and both count.
 */
function repeated(rows: readonly TypedRow[]): Pick<ChargeHistory, 'repeatedAtMs'> {
  const charges = rows.filter(isCharge);
  const times = charges.map(({ atMs }) => atMs);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const distinct = new Set(charges.map(({ atMs, gross }) => `${atMs} ${gross}`));
  const isTwice = distinct.size < charges.length || last - first > DAY_MS;
  const found = [...(isTwice ? [last] : []), ...rows.filter((row) => isInTwoFiles(row, rows)).map(({ atMs }) => atMs)];
  return found.length === 0 ? {} : { repeatedAtMs: Math.max(...found) };
}

function isInTwoFiles({ kind, atMs, source }: TypedRow, rows: readonly TypedRow[]): boolean {
  return rows.some((other) => other.kind === kind && other.atMs === atMs && other.source.input !== source.input);
}

/** The plan's term; an instalment of an annual plan pays for one month. Null while a person is asked which it is. */
function coveredMonths(
  group: AssembledGroup,
  { id, plan, product, rows }: PlanOrder,
  charge: TypedRow,
  { rate, rules }: { readonly rate: FxRate; readonly rules: AssemblyRules },
): number | null {
  if (plan.term !== 'annual') return termMonths(plan);
  const price = amountsOf(rows.filter(isCharge)).gross;
  const month = monthOfInstant(charge.atMs);
  const { currency, source } = charge;
  const year = { id, plan, product, month, price, currency, priceUsd: convertHalfEven(price, rate) };
  const { pays, asked } = yearOrMonth(year, rules.decisions, 'instalment');
  if (asked !== null) {
    const what = `order ${id} of an annual plan was charged below a quarter of its list price`;
    const finding = { code: 'instalment', ...asked, month, what, source } as const;
    group.report(finding, pays === 'unclear' ? rows : []);
  }
  return pays === 'unclear' ? null : pays === 'monthly' ? 1 : termMonths(plan);
}

/** Tax that we have to remit is nobody's revenue, and neither is its refund; all at the charge's rate. */
function leaveOutToRemit(group: AssembledGroup, rows: readonly TypedRow[], rate: FxRate): void {
  for (const row of rows.filter(isToRemit)) {
    const amount = convertHalfEven(row.gross, rate);
    group.leaveOut({ reason: 'tax-to-remit', provider: 'google', month: monthOfInstant(row.atMs), amount }, [row]);
  }
}
