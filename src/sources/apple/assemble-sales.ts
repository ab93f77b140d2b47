import { causeOf } from '../../core/close/finding.ts';
import { convertComponents, convertHalfEven, type FxRate } from '../../core/money/fx-rate.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import { AssembledGroup, type AssemblyRules, type SourcedTransaction } from '../../core/revenue/assembled.ts';
import { type ChargeHistory, eventsOfCharge, type Reduction } from '../../core/revenue/charge-history.ts';
import { coverageFrom } from '../../core/revenue/coverage.ts';
import { yearOrMonth } from '../../core/revenue/low-charge.ts';
import { type Plan, termMonths } from '../../core/revenue/plan.ts';
import { rateMissing } from '../../core/revenue/rate-missing.ts';
import { quoted } from '../../problems/quoted.ts';
import { type OrphanAmount, withAcceptedOrphans } from '../fates/accepted-orphans.ts';
import { subjectAmong, subjectOfRows } from '../fates/asked-rows.ts';
import { exclude } from '../fates/exclude.ts';
import { refundsOfSales } from './match-refunds.ts';
import { coveredMonths, isKnownOffer, paidDuration, readAppleTerms } from './terms.ts';

/**
 * Turns the rows of one subscriber, product and purchase date into charges (docs/inputs.md, Apple). Equal rows are separate
 * sales; a refund finds its charge by those three.
 */
export function assembleAppleSales(rows: readonly SourcedTransaction[], rules: AssemblyRules): AssembledGroup {
  const group = new AssembledGroup();
  const [first] = rows;
  if (first === undefined) return group;
  const verdict = rules.catalogue.verdict('apple', first.product);
  if (verdict === 'other-product') {
    for (const row of rows) exclude(group, 'other-product', row, rules.fx);
  } else if (verdict === 'unknown-product') {
    const what = `sale ${first.group} is of Subscription Apple ID ${first.product}, which no plan and no other product names`;
    const { group: name, atMs, source, product: cause } = first;
    const month = monthOfInstant(atMs);
    const sales = rows.filter(({ kind }) => kind === 'sale');
    const full = subjectOfRows(name, sales.length > 0 ? sales : rows);
    const subject = rules.decisions.subjectOf('unknown-product', month, { full, once: name });
    group.report({ code: 'unknown-product', subject, month, what, source, cause }, rows);
  } else {
    assemblePlanSales(group, rows, verdict.plan, rules);
  }
  return group;
}

function assemblePlanSales(
  group: AssembledGroup,
  rows: readonly SourcedTransaction[],
  plan: Plan,
  rules: AssemblyRules,
): void {
  const paid: SourcedTransaction[] = [];
  for (const row of rows) {
    if (row.gross !== 0n) paid.push(row);
    else exclude(group, readAppleTerms(row.terms).offerType === 'free trial' ? 'trial' : 'zero-price', row, rules.fx);
  }
  const { sales, orphans } = refundsOfSales(paid);
  const taken = orphans.map((orphan) => appleOrphan(orphan, orphanSubject(orphan, orphans, rules)));
  for (const { row, subject } of taken) {
    const what = `a refund of sale ${row.group}, ${whyOrphan(row, sales)}`;
    const { atMs, source } = row;
    group.report({ code: 'orphan', subject, month: monthOfInstant(atMs), what, source }, [row]);
  }
  for (const [index, { sale, refunds }] of sales.entries()) {
    const id = index === 0 ? sale.group : `${sale.group}#${index + 1}`;
    assembleSale(group, { id, sale, refunds }, plan, rules);
  }
  withAcceptedOrphans(group, taken, rules);
}

/** One of equal sales, told apart by its number, with its refunds. */
interface NumberedSale {
  readonly id: string;
  readonly sale: SourcedTransaction;
  readonly refunds: readonly SourcedTransaction[];
}

function assembleSale(
  group: AssembledGroup,
  { id, sale, refunds }: NumberedSale,
  plan: Plan,
  rules: AssemblyRules,
): void {
  const month = monthOfInstant(sale.atMs);
  const rate = rules.fx.rateOn(sale.currency, sale.atMs);
  if (rate === undefined) {
    group.report(rateMissing(`sale ${id}`, id, sale), [sale, ...refunds]);
    return;
  }
  tellUnknownOffer(group, id, sale, rules);
  const months = monthsOfSale(group, { id, sale, refunds }, plan, { rate, rules });
  if (months === null) return;
  const history: ChargeHistory = {
    provider: 'apple',
    id,
    // A group is named by subscriber, product and date.
    subscription: sale.group.split('-')[0] ?? '',
    atMs: sale.atMs,
    month,
    currency: sale.currency,
    rate,
    printed: { gross: sale.gross, tax: 0n },
    planWeight: { part: 1n, whole: 1n },
    lines: [
      {
        id: '',
        plan: plan.id,
        coverage: coverageFrom(month, months),
        amounts: convertComponents({ gross: sale.gross, tax: 0n, fee: sale.fee }, rate),
      },
    ],
    taxFollowsGross: false,
    events: eventsOfCharge(
      sale.atMs,
      refunds.map((refund) => appleReduction(refund, id)),
    ),
    rowAmounts: [],
    ...(id === sale.group ? {} : { repeatedAtMs: sale.atMs }),
    source: sale.source,
  };
  group.book(history, [sale, ...refunds]);
}

/**
 * Nobody knows what an offer of another type pays for: it counts for the standard duration. Told to decide once a month for
 * sales of one product, time and price: what one of them pays for says nothing of another.
 */
function tellUnknownOffer(
  group: AssembledGroup,
  id: string,
  { product, terms, gross, currency, atMs, source }: SourcedTransaction,
  { decisions }: AssemblyRules,
): void {
  const { offerType, duration, offerDuration, units } = readAppleTerms(terms);
  if (isKnownOffer(offerType)) return;
  const [code, month] = ['unknown-offer', monthOfInstant(atMs)] as const;
  const price = formatMicro(gross / BigInt(units));
  const full = [offerType, product, duration, offerDuration, price, currency].filter((each) => each !== '').join(' ');
  const subject = decisions.subjectOf(code, month, { full, once: offerType });
  const what = `sale ${id} has the offer type ${quoted(offerType)}, which is not known`;
  group.report({ code, subject, month, what, source, cause: offerType }, []);
}

/**
 * The months that a sale pays for. A product of a year that is billed far below its price may be one of twelve payments
 * of a commitment: the report prints the same product and duration. Null while a person is asked.
 */
function monthsOfSale(
  group: AssembledGroup,
  { id, sale, refunds }: NumberedSale,
  plan: Plan,
  { rate, rules }: { readonly rate: FxRate; readonly rules: AssemblyRules },
): number | null {
  const terms = readAppleTerms(sale.terms);
  const month = monthOfInstant(sale.atMs);
  const months = coveredMonths(terms, termMonths(plan));
  if (months === null) {
    const duration = paidDuration(terms);
    const cause = causeOf(duration);
    const what = `sale ${id} lasts "${duration}", which is no known duration`;
    const full = [subjectOfRows(id, [sale]), duration].filter((each) => each !== '').join(' ');
    const subject = rules.decisions.subjectOf('unknown-term', month, { full, once: id });
    group.report({ code: 'unknown-term', subject, month, what, source: sale.source, cause }, [sale, ...refunds]);
    return null;
  }
  if (months !== 12) return months;
  const { product, currency, source } = sale;
  const price = sale.gross / BigInt(terms.units);
  const year = { id, plan, product, month, price, currency, priceUsd: convertHalfEven(price, rate) };
  const { pays, asked } = yearOrMonth(year, rules.decisions, 'annual-billed-monthly');
  if (asked !== null) {
    const what = `sale ${id} of a product of a year was billed below a quarter of its list price`;
    const finding = { code: 'annual-billed-monthly', ...asked, month, what, source } as const;
    group.report(finding, pays === 'unclear' ? [sale, ...refunds] : []);
  }
  return pays === 'unclear' ? null : pays === 'monthly' ? 1 : months;
}

/** A refund row as a reduction of its sale. */
export function appleReduction(refund: SourcedTransaction, id: string): Reduction {
  return {
    type: 'reduction',
    kind: 'refund',
    atMs: refund.atMs,
    sourceId: id,
    amounts: { gross: -refund.gross, tax: 0n, fee: -refund.fee },
    source: refund.source,
  };
}

/** An orphan as a reduction of its own month: price and proceeds as the row says. */
function appleOrphan(row: SourcedTransaction, subject: string): OrphanAmount {
  return {
    row,
    subject,
    kind: 'refund',
    amounts: { gross: row.gross, tax: 0n, fee: row.fee },
    ownFee: 0n,
    feeKind: 'provider-fee',
  };
}

/** A storefront may change its currency between a sale and its refund: then the sale is there, and its amounts do not compare. */
function whyOrphan(orphan: SourcedTransaction, sales: readonly { readonly sale: SourcedTransaction }[]): string {
  const currencies = [...new Set(sales.map(({ sale }) => sale.currency))].sort();
  if (currencies.length === 0) return 'which is not in the data';
  return `which is in the data in ${currencies.join(' and ')}, and the refund in ${orphan.currency}: accept it as a reduction of its own month`;
}

/** Equal refunds of a day are told apart by nothing: the subject says how many there are. */
function orphanSubject(
  row: SourcedTransaction,
  orphans: readonly SourcedTransaction[],
  { decisions }: AssemblyRules,
): string {
  const full = subjectAmong(row.group, row, orphans);
  return decisions.subjectOf('orphan', monthOfInstant(row.atMs), { full, once: `${row.group} ${row.gross}` });
}
