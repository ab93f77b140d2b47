import { convertHalfEven } from '../../core/money/fx-rate.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import { AssembledGroup, type AssemblyRules, type SourcedTransaction } from '../../core/revenue/assembled.ts';
import { type ChargeHistory, eventsOfCharge } from '../../core/revenue/charge-history.ts';
import { coverageFrom } from '../../core/revenue/coverage.ts';
import { type Plan, termMonths } from '../../core/revenue/plan.ts';
import { rateMissing } from '../../core/revenue/rate-missing.ts';
import { type OrphanAmount, withAcceptedOrphans } from '../accepted-orphans.ts';
import { exclude } from '../exclude.ts';
import { orderEvents } from './order-events.ts';
import { type TransactionType, type TypedRow, transactionType } from './transaction-type.ts';

/**
 * Turns the rows of one order into a charge (docs/inputs.md, Google): the order is the sum of its rows in merchant currency,
 * the fee is what the rows say. Rows without an order are exceptions.
 */
export function assembleGoogleOrder(rows: readonly SourcedTransaction[], rules: AssemblyRules): AssembledGroup {
  const group = new AssembledGroup();
  const typed: TypedRow[] = [];
  for (const row of rows) {
    const type = transactionType(row.kind);
    if (row.group === '' || row.kind === 'adjustment')
      report(group, 'unallocated', [row], `a row of type ${row.kind} names no order`);
    else if (type === null) report(group, 'unknown-type', [row], `order ${row.group} has a row of type ${row.kind}`);
    else typed.push({ ...row, ...type });
  }
  if (typed.length > 0) assembleTyped(group, typed, rules);
  return group;
}

function assembleTyped(group: AssembledGroup, rows: readonly TypedRow[], rules: AssemblyRules): void {
  const charges = rows.filter((row) => row.component === 'gross' && row.effect === 'charge');
  const named = [...charges, ...rows].find((row) => row.product !== '');
  const verdict = named === undefined ? 'unknown-product' : rules.catalogue.verdict('google', named.product);
  const [first] = [...charges, ...rows];
  if (first === undefined) return;
  if (verdict === 'other-product') {
    for (const row of rows) exclude(group, 'other-product', row, rules.fx);
  } else if (charges.length === 0) {
    reportWithoutCharge(group, rows);
    withAcceptedOrphans(group, rows.filter((row) => row.effect === 'refund').map(googleOrphan), rules);
  } else if (verdict === 'unknown-product') {
    report(
      group,
      'unknown-product',
      [first, ...rows],
      `order ${first.group} is of product ${named?.product ?? '(none)'}, which no plan and no other product names`,
    );
  } else {
    assemblePlanOrder(group, rows, charges, verdict.plan, rules);
  }
}

function assemblePlanOrder(
  group: AssembledGroup,
  rows: readonly TypedRow[],
  charges: readonly TypedRow[],
  plan: Plan,
  rules: AssemblyRules,
): void {
  const charge = charges.reduce((earliest, row) => (row.atMs < earliest.atMs ? row : earliest));
  const gross = sumOf(rows, 'gross', 'charge');
  if (gross === 0n) {
    for (const row of rows) exclude(group, 'trial', row, rules.fx);
    return;
  }
  const rate = rules.fx.rateOn(charge.currency, charge.atMs);
  if (rate === undefined) {
    const { group: subject, currency, atMs, source } = charge;
    const missing = rateMissing(`order ${subject}`, currency, atMs);
    group.report({ ...missing, subject, month: monthOfInstant(atMs), source }, rows);
    return;
  }
  const taxRows = sumOf(rows, 'tax', 'charge');
  const toRemit = taxRows > 0n;
  if (toRemit) {
    // Tax that we have to remit is nobody's revenue, and neither is its refund; both at the charge's rate.
    for (const row of rows) {
      if (row.component !== 'tax') continue;
      const amount = convertHalfEven(row.gross, rate);
      group.leaveOut({ reason: 'tax-to-remit', provider: 'google', month: monthOfInstant(row.atMs), amount }, [row]);
    }
  }
  const counted = toRemit ? rows.filter((row) => row.component !== 'tax') : rows;
  const month = monthOfInstant(charge.atMs);
  const grossUsd = convertHalfEven(gross, rate);
  const history: ChargeHistory = {
    provider: 'google',
    id: charge.group,
    subscription: charge.group.replace(/\.\.\d+$/, ''),
    atMs: charge.atMs,
    month,
    currency: charge.currency,
    rate,
    printed: { gross: gross, tax: 0n },
    planWeight: { part: 1n, whole: 1n },
    lines: [
      {
        id: '',
        plan: plan.id,
        coverage: coverageFrom(month, termMonths(plan)),
        amounts: {
          gross: grossUsd,
          tax: toRemit ? 0n : convertHalfEven(-taxRows, rate),
          fee: convertHalfEven(-sumOf(rows, 'fee', 'charge'), rate),
        },
      },
    ],
    taxFollowsGross: false,
    events: eventsOfCharge(charge.atMs, orderEvents(counted)),
    rowAmounts: [],
    source: charge.source,
  };
  group.book(history, counted);
}

/** R8 for refunds; fee or tax rows alone wait for their Charge row. */
function reportWithoutCharge(group: AssembledGroup, rows: readonly TypedRow[]): void {
  for (const row of rows) {
    const refund = row.effect === 'refund' && row.component === 'gross';
    if (refund) report(group, 'orphan', [row], `a refund of order ${row.group}, whose charge is not in the data`);
  }
  const [first] = rows;
  if (first !== undefined && !rows.some((row) => row.effect === 'refund' && row.component === 'gross')) {
    report(group, 'incomplete-order', [first, ...rows.slice(1)], `order ${first.group} has no Charge row`);
  }
}

/** An orphan as a reduction of its own month, component by component as its rows say. */
function googleOrphan(row: TypedRow): OrphanAmount {
  const amounts = { gross: 0n, tax: 0n, fee: 0n, [row.component]: row.component === 'gross' ? row.gross : -row.gross };
  return { row, subject: row.group, kind: 'refund', amounts, ownFee: 0n };
}

function report(
  group: AssembledGroup,
  code: 'unallocated' | 'unknown-type' | 'unknown-product' | 'orphan' | 'incomplete-order',
  rows: readonly [SourcedTransaction, ...SourcedTransaction[]],
  what: string,
): void {
  const [row] = rows;
  const subject = row.group === '' ? `${utcDate(row.atMs)} ${row.kind} ${row.gross}` : row.group;
  const cause = code === 'unknown-product' ? row.product : row.kind;
  group.report({ code, subject, month: monthOfInstant(row.atMs), what, source: row.source, cause }, rows);
}

function sumOf(
  rows: readonly TypedRow[],
  component: TransactionType['component'],
  effect: TransactionType['effect'],
): bigint {
  return rows.reduce((sum, row) => (row.component === component && row.effect === effect ? sum + row.gross : sum), 0n);
}
