import { causeOf } from '../../core/close/finding.ts';
import { convertHalfEven } from '../../core/money/fx-rate.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { type Month, monthOfInstant } from '../../core/month/month.ts';
import { AssembledGroup, type AssemblyRules, type SourcedTransaction } from '../../core/revenue/assembled.ts';
import type { ProductVerdict } from '../../core/revenue/plan.ts';
import { bookWithoutCharge, type OwnRow } from '../fates/accepted-orphans.ts';
import { isAccepted, type RowQuestion, subjectAmong, subjectOfRows } from '../fates/asked-rows.ts';
import { exclude } from '../fates/exclude.ts';
import { fits, type ProductRows, productsOfOrder } from './order-products.ts';
import { acceptedRow, looseSubject, nameOf } from './own-rows.ts';
import { assemblePlanOrder } from './plan-order.ts';
import { withoutRepeats } from './repeated-rows.ts';
import { isCharge, type TypedRow, transactionType, typedRow } from './transaction-type.ts';
import { assembleWithoutCharge } from './without-charge.ts';

/**
 * Turns the rows of one order into a charge for each product in it (docs/inputs.md, Google): the sum of the product's rows
 * in merchant currency, the fee as the rows say.
 */
export function assembleGoogleOrder(rows: readonly SourcedTransaction[], rules: AssemblyRules): AssembledGroup {
  const group = new AssembledGroup();
  const { products, strays } = productsOfOrder(withoutRepeats(group, rows, rules));
  const judged = products.map((each) => judgedProduct(each, rules));
  const plans = judged.filter(({ verdict, charges }) => typeof verdict === 'object' && charges.length > 0);
  const alone = judged.flatMap((each) => {
    const number = plans.indexOf(each) + 1;
    const order = each.rows[0]?.group ?? '';
    return assembleProduct(group, each, number > 1 ? `${order}#${number}` : order, rules);
  });
  alone.push(...strays.flatMap((row) => acceptedStray(group, row, strays, rules)));
  bookBeside(group, rows[0]?.group ?? '', alone);
  return group;
}

/** Rows that name no order, of one day: a person says what they are. */
export function assembleGoogleLoose(rows: readonly SourcedTransaction[], rules: AssemblyRules): AssembledGroup {
  const group = new AssembledGroup();
  const bySubject = new Map<string, OwnRow[]>();
  const counted = withoutRepeats(group, rows, rules);
  for (const row of counted) {
    const subject = looseSubject(row);
    const what = `a row of type ${row.kind} names no order`;
    const question = { code: 'unallocated', once: subject, what, cause: row.kind, ...askedRow(row, counted) } as const;
    if (!isAccepted(group, question, rules)) continue;
    const own = acceptedRow(group, row, { product: row.product, subject }, rules);
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), ...own]);
  }
  // After every order: what final months posted is read in the order of these ids.
  for (const [subject, own] of bySubject) bookWithoutCharge(group, `row ${subject}`, own);
  return group;
}

/** The rows of a product, and what it is to the pool. */
interface JudgedProduct extends ProductRows {
  readonly verdict: ProductVerdict;
  readonly typed: readonly TypedRow[];
  readonly untyped: readonly SourcedTransaction[];
  readonly charges: readonly TypedRow[];
}

function judgedProduct({ product, rows }: ProductRows, { catalogue }: AssemblyRules): JudgedProduct {
  const typed = rows.flatMap((row) => typedRow(row) ?? []);
  const untyped = rows.filter((row) => typedRow(row) === null);
  const verdict = product === '' ? 'unknown-product' : catalogue.verdict('google', product);
  return { product, rows, verdict, typed, untyped, charges: typed.filter(isCharge) };
}

/** Returns what posts by itself and is not booked with a charge. */
function assembleProduct(
  group: AssembledGroup,
  judged: JudgedProduct,
  id: string,
  rules: AssemblyRules,
): readonly OwnRow[] {
  const { product, verdict, typed, charges } = judged;
  const own = acceptedUntyped(group, judged, rules);
  const [first] = charges;
  noteForFees(group, judged, rules);
  if (verdict === 'other-product') {
    for (const row of typed) exclude(group, 'other-product', row, rules.fx);
    return own;
  }
  if (first === undefined && mayBePlan(judged, rules)) {
    return [...own, ...assembleWithoutCharge(group, typed, rules)];
  }
  if (first === undefined || verdict === 'unknown-product') {
    reportUnknownProduct(group, judged, id, rules);
    return own;
  }
  const month = monthOfInstant(first.atMs);
  const subject = wholeSubject('mixed-currencies', { id, product, month, rows: charges }, rules);
  // What a person left out whole stays so.
  const isLeftOut = rules.decisions.on('mixed-currencies', subject, month) !== null;
  const foreign = isLeftOut ? [] : laterRowsInAnother(first.currency, typed);
  const comparable = typed.filter((row) => !foreign.includes(row));
  const currencies = [...new Set(comparable.map(({ currency }) => currency))].sort();
  if (currencies.length > 1) {
    const what = `order ${id} has rows in ${currencies.join(' and ')}`;
    group.report({ code: 'mixed-currencies', subject, month, what, source: first.source }, typed);
    return own;
  }
  own.push(...assembleWithoutCharge(group, foreign, rules, first));
  const isBooked = assemblePlanOrder(group, { id, plan: verdict.plan, product, rows: comparable, own }, rules);
  return isBooked ? [] : own;
}

/** Refunds and rebills in another currency than the charge: their amounts are none of it (R8), as with the other stores. */
function laterRowsInAnother(currency: string, rows: readonly TypedRow[]): TypedRow[] {
  return rows.filter((row) => row.effect !== 'charge' && row.currency !== currency);
}

/** Whether rows without a charge may be a plan's: they name one, as far as they say it, or no product at all. */
function mayBePlan({ product, verdict }: JudgedProduct, { catalogue }: AssemblyRules): boolean {
  if (product === '' || typeof verdict === 'object') return true;
  return catalogue.planProducts('google').some((each) => fits(product, each));
}

/** R4: a product that nobody names is never guessed, whether its charge is in the data or only what came after it. */
function reportUnknownProduct(
  group: AssembledGroup,
  { product, typed, charges }: JudgedProduct,
  id: string,
  rules: AssemblyRules,
): void {
  const first = charges[0] ?? [...typed].sort((a, b) => a.atMs - b.atMs)[0];
  if (first === undefined) return;
  const { atMs, source } = first;
  const what = `order ${id} is of product ${product || '(none)'}, which no plan and no other product names`;
  const month = monthOfInstant(atMs);
  const rows = charges.length > 0 ? charges : typed;
  const subject = wholeSubject('unknown-product', { id, product, month, rows }, rules);
  group.report({ code: 'unknown-product', subject, month, what, source, cause: causeOf(product) }, typed);
}

/**
 * What leaves an order out whole is about what was charged of it: its refunds and fees share its lot, and what is charged
 * of it later waits.
 */
function wholeSubject(
  code: 'unknown-product' | 'mixed-currencies',
  order: { readonly id: string; readonly product: string; readonly month: Month; readonly rows: readonly TypedRow[] },
  { decisions }: AssemblyRules,
): string {
  const { id, product, month, rows } = order;
  return decisions.subjectOf(code, month, { full: subjectOfRows(`${id} ${product}`.trim(), rows), once: id });
}

/** Rows of no known type, and adjustments: what a person accepted of them. */
function acceptedUntyped(group: AssembledGroup, judged: JudgedProduct, rules: AssemblyRules): OwnRow[] {
  const {
    product,
    untyped,
    charges: [charge],
  } = judged;
  return untyped.flatMap((row) => {
    const inMonth = untyped.filter((each) => monthOfInstant(each.atMs) === monthOfInstant(row.atMs));
    const subject = inMonth.length === 1 ? row.group : `${row.group} ${row.kind} ${formatMicro(row.gross)}`;
    const code = row.kind === 'adjustment' ? 'unallocated' : 'unknown-type';
    const sign = transactionType(row.kind) === null ? '' : row.gross < 0n ? ' that is negative' : ' that is positive';
    const what = `order ${row.group} has a row of type ${row.kind}${sign}`;
    const question = { code, once: subject, what, cause: row.kind, ...askedRow(row, untyped) } as const;
    if (!isAccepted(group, question, rules)) return [];
    return acceptedRow(group, row, { product, subject, charge }, rules);
  });
}

function acceptedStray(
  group: AssembledGroup,
  row: SourcedTransaction,
  strays: readonly SourcedTransaction[],
  rules: AssemblyRules,
): readonly OwnRow[] {
  const { kind, product, gross } = row;
  const subject = `${row.group} ${product} ${kind} ${formatMicro(gross)}`;
  const what = `order ${row.group} has several products, and a row of type ${kind} fits not exactly one of them`;
  const question = { code: 'unallocated', once: subject, what, cause: kind, ...askedRow(row, strays) } as const;
  if (!isAccepted(group, question, rules)) return [];
  return acceptedRow(group, row, { product, subject }, rules);
}

/** A row by itself; its subject says how many are like it, because nothing tells them apart. */
function askedRow(row: SourcedTransaction, rows: readonly SourcedTransaction[]): Pick<RowQuestion, 'subject' | 'rows'> {
  return { subject: subjectAmong(nameOf([row]), row, rows), rows: [row] };
}

/** Rows that post by themselves stand with the order's charge, where it has one. */
function bookBeside(group: AssembledGroup, id: string, own: readonly OwnRow[]): void {
  const [charge] = group.charges;
  if (charge === undefined || own.length === 0) {
    bookWithoutCharge(group, id, own);
    return;
  }
  group.charges.shift();
  const rowAmounts = [...charge.rowAmounts, ...own.flatMap(({ amounts }) => amounts)];
  group.book({ ...charge, rowAmounts }, rowAmounts);
}

/** What is charged of the product, for the proportion of R9; nothing where its currencies have no sum. */
function noteForFees(group: AssembledGroup, { verdict, charges }: JudgedProduct, { fx }: AssemblyRules): void {
  const [first] = charges;
  if (first === undefined || charges.some(({ currency }) => currency !== first.currency)) return;
  const { provider, currency, atMs } = first;
  const gross = charges.reduce((sum, row) => sum + row.gross, 0n);
  const rate = fx.rateOn(currency, atMs);
  const grossUsd = rate === undefined ? null : convertHalfEven(gross, rate);
  const isPlan = typeof verdict === 'object';
  group.printedCharges.push({
    ...{ provider, month: monthOfInstant(atMs), currency, gross, grossUsd },
    subscriptionGross: isPlan ? gross : 0n,
    subscriptionGrossUsd: isPlan ? grossUsd : 0n,
  });
}
