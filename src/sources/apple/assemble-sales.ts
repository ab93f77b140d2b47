import { convertHalfEven } from '../../core/money/fx-rate.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import { AssembledGroup, type AssemblyRules, type SourcedTransaction } from '../../core/revenue/assembled.ts';
import { type ChargeHistory, eventsOfCharge, type Reduction } from '../../core/revenue/charge-history.ts';
import { coverageFrom } from '../../core/revenue/coverage.ts';
import { type Plan, termMonths } from '../../core/revenue/plan.ts';
import { rateMissing } from '../../core/revenue/rate-missing.ts';
import { type OrphanAmount, withAcceptedOrphans } from '../accepted-orphans.ts';
import { exclude } from '../exclude.ts';
import { refundsOfSales } from './match-refunds.ts';
import { coveredMonths, readAppleTerms } from './terms.ts';

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
    const { group: subject, atMs, source } = first;
    group.report(
      { code: 'unknown-product', subject, month: monthOfInstant(atMs), what, source, cause: first.product },
      rows,
    );
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
  for (const orphan of orphans) {
    const what = `a refund of sale ${orphan.group}, which is not in the data`;
    const { atMs, source } = orphan;
    group.report({ code: 'orphan', subject: orphanSubject(orphan), month: monthOfInstant(atMs), what, source }, [
      orphan,
    ]);
  }
  withAcceptedOrphans(group, orphans.map(appleOrphan), rules);
  for (const [index, { sale, refunds }] of sales.entries()) {
    const id = index === 0 ? sale.group : `${sale.group}#${index + 1}`;
    assembleSale(group, { id, sale, refunds }, plan, rules);
  }
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
  const terms = readAppleTerms(sale.terms);
  const month = monthOfInstant(sale.atMs);
  const finding = { subject: id, month, source: sale.source };
  const rate = rules.fx.rateOn(sale.currency, sale.atMs);
  if (rate === undefined) {
    group.report({ ...finding, ...rateMissing(`sale ${id}`, sale.currency, sale.atMs) }, [sale, ...refunds]);
    return;
  }
  const months = coveredMonths(terms, termMonths(plan));
  if (months === null) {
    const what = `sale ${id} lasts "${terms.duration}", which is no known duration`;
    group.report({ code: 'unknown-term', ...finding, what, cause: terms.duration }, [sale, ...refunds]);
    return;
  }
  const grossUsd = convertHalfEven(sale.gross, rate);
  if (terms.offerType === '' && months === 12 && isNearTwelfth(grossUsd / BigInt(terms.units), plan)) {
    const what = `sale ${id} of an annual product was billed near a twelfth of its list price`;
    group.report({ code: 'annual-billed-monthly', ...finding, what }, [sale, ...refunds]);
    return;
  }
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
        amounts: { gross: grossUsd, tax: 0n, fee: convertHalfEven(sale.fee, rate) },
      },
    ],
    taxFollowsGross: false,
    events: eventsOfCharge(
      sale.atMs,
      refunds.map((refund) => appleReduction(refund, id)),
    ),
    rowAmounts: [],
    source: sale.source,
  };
  group.book(history, [sale, ...refunds]);
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
function appleOrphan(row: SourcedTransaction): OrphanAmount {
  return {
    row,
    subject: orphanSubject(row),
    kind: 'refund',
    amounts: { gross: row.gross, tax: 0n, fee: row.fee },
    ownFee: 0n,
  };
}

function orphanSubject(row: SourcedTransaction): string {
  return `${row.group} ${row.gross}`;
}

/** Apple's monthly billing with a twelve-month commitment looks like an annual sale at a twelfth of the price: within a quarter of it. */
function isNearTwelfth(grossUsd: bigint, plan: Plan): boolean {
  if (plan.term !== 'annual') return false;
  const distance = grossUsd * 12n - plan.listPrice;
  return (distance < 0n ? -distance : distance) * 4n <= plan.listPrice;
}
