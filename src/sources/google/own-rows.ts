import { causeOf } from '../../core/close/finding.ts';
import type { Components } from '../../core/money/components.ts';
import { convertComponents, convertHalfEven } from '../../core/money/fx-rate.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { AssembledGroup, AssemblyRules, SourcedTransaction } from '../../core/revenue/assembled.ts';
import type { RowAmount } from '../../core/revenue/charge-history.ts';
import { rateOfRow } from '../../core/revenue/fx-table.ts';
import { rateMissing } from '../../core/revenue/rate-missing.ts';
import { compareText } from '../../core/text/compare-text.ts';
import type { OwnRow } from '../fates/accepted-orphans.ts';
import type { AskedRows } from '../fates/asked-rows.ts';
import { exclude } from '../fates/exclude.ts';
import { componentsOf } from './order-events.ts';
import { typedRow } from './transaction-type.ts';

/** What a row is booked as. */
interface Booking {
  readonly kind: RowAmount['kind'];
  readonly amounts: Components;
  /** The charge of its product, where there is one. */
  readonly charge?: SourcedTransaction | undefined;
}

/** What a row posts by itself in its own month, at its charge's rate, else its own date's (R3); nothing without a rate, which is told. */
export function ownRow(
  group: AssembledGroup,
  row: SourcedTransaction,
  { kind, amounts, charge }: Booking,
  rules: AssemblyRules,
): OwnRow[] {
  const rate = rateOfRow(rules.fx, row, charge);
  if (rate === undefined) {
    reportRateMissing(group, row);
    return [];
  }
  const amount: RowAmount = {
    kind,
    month: monthOfInstant(row.atMs),
    amounts: convertComponents(amounts, rate),
    sourceId: row.sourceId,
    source: row.source,
  };
  return [{ row, amounts: [amount] }];
}

/** What an accepted row is of. */
interface AcceptedOf extends Pick<Booking, 'charge'> {
  readonly product: string;
  readonly subject: string;
}

/**
 * A row that a person accepted as what it is, whatever its type means: it posts in its month by its sign (docs/inputs.md,
 * Google), a plan's row whole; another product's is left out, one without a product is a fee of the whole account (R9).
 */
export function acceptedRow(
  group: AssembledGroup,
  row: SourcedTransaction,
  { product, subject, charge }: AcceptedOf,
  rules: AssemblyRules,
): OwnRow[] {
  if (product === '') {
    bookAccountFee(group, row, subject, rules);
    return [];
  }
  const verdict = rules.catalogue.verdict('google', product);
  if (verdict === 'other-product') {
    exclude(group, 'other-product', row, rules.fx);
    return [];
  }
  if (verdict === 'unknown-product') {
    const what = `the row is of product ${product}, which no plan and no other product names`;
    const { atMs, source } = row;
    const month = monthOfInstant(atMs);
    group.report({ code: 'unknown-product', subject, month, what, source, cause: causeOf(product) }, [row]);
    return [];
  }
  const typed = typedRow(row);
  const fee = { gross: 0n, tax: 0n, fee: -row.gross };
  return ownRow(
    group,
    row,
    typed?.effect === 'refund'
      ? { kind: 'refund', amounts: componentsOf(typed), charge }
      : { kind: 'provider-fee', amounts: typed === null ? fee : componentsOf(typed), charge },
    rules,
  );
}

function bookAccountFee(group: AssembledGroup, row: SourcedTransaction, id: string, rules: AssemblyRules): void {
  const rate = rules.fx.rateOn(row.currency, row.atMs);
  if (rate === undefined) {
    reportRateMissing(group, row);
    return;
  }
  const { provider, atMs, gross, source } = row;
  const cost = -convertHalfEven(gross, rate);
  group.bookFee({ provider, month: monthOfInstant(atMs), id, cost, source }, row);
}

function reportRateMissing(group: AssembledGroup, row: SourcedTransaction): void {
  const subject = row.group === '' ? looseSubject(row) : row.group;
  group.report(rateMissing(`a row of type ${row.kind}`, subject, row), [row]);
}

/** What a row without an order is known by. */
export function looseSubject({ atMs, kind, gross }: SourcedTransaction): string {
  return `${utcDate(atMs)} ${kind} ${gross}`;
}

/** Order and product of rows, as far as they say them: of the products the longest name. */
export function nameOf(rows: AskedRows): string {
  const [{ group }] = rows;
  const names = rows.map(({ product }) => product).sort((a, b) => b.length - a.length || compareText(a, b));
  return `${group} ${names[0] ?? ''}`.trim();
}
