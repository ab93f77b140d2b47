import { sql } from 'kysely';
import type { AppleDay } from '../../core/reconciliation/apple-settlement.ts';
import type { SourceLine } from '../../core/revenue/provider.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';

/**
 * What a statement is compared with: sums, grouped by the database so that no row is read one by one, and for a question about
 * one of them its rows.
 */

/** Apple’s Subscriber rows from an instant up to another (half-open, ms UTC). Units are the last of a row’s terms. */
export async function subscriberDays(db: Database, fromMs: number, beforeMs: number): Promise<AppleDay[]> {
  const found = await sql<{
    currency: string;
    at_ms: bigint;
    proceeds: bigint;
    units: bigint;
    zero: bigint;
    refunds: bigint;
  }>`
    with ours as (${subscriberQuery(fromMs, beforeMs)})
    select currency, at_ms, sum(proceeds) as proceeds,
      sum(${COUNTED_UNITS}) as units,
      sum(case when gross = 0 and proceeds = 0 then units else 0 end) as zero,
      sum(case when kind = 'refund' then 1 else 0 end) as refunds
    from ours group by currency, at_ms order by currency, at_ms`.execute(db);
  return found.rows.map((row) => ({
    currency: row.currency,
    atMs: small(row.at_ms),
    proceeds: row.proceeds,
    units: row.units,
    unitsAtZero: row.zero,
    refunds: row.refunds,
  }));
}

/** A row of Apple’s Subscriber reports with its day: proceeds, refunds negative, and units as the sum of a day counts them. */
export interface SubscriberRow extends SourceLine {
  readonly atMs: number;
  readonly proceeds: bigint;
  readonly units: bigint;
}

/** Apple’s Subscriber rows of a currency, from an instant up to another (half-open, ms UTC), by day, input and line. */
export async function subscriberRows(
  db: Database,
  fromMs: number,
  beforeMs: number,
  currency: string,
): Promise<SubscriberRow[]> {
  const found = await sql<{ sha256: string; line: bigint; at_ms: bigint; proceeds: bigint; units: bigint }>`
    with ours as (${subscriberQuery(fromMs, beforeMs)})
    select (select sha256 from imports where id = ours.import_id) as sha256, line, at_ms, proceeds, ${COUNTED_UNITS} as units
    from ours where currency = ${currency} order by at_ms, sha256, line`.execute(db);
  return found.rows.map(({ sha256, line, at_ms: atMs, proceeds, units }) => {
    return { input: sha256, line: small(line), atMs: small(atMs), proceeds, units };
  });
}

/** Rows in force of an instant up to another, each with its units. */
function subscriberQuery(fromMs: number, beforeMs: number) {
  return sql`
      select import_id, line, currency, at_ms, gross, gross - fee as proceeds, kind,
        cast(substr(terms, length(rtrim(terms, replace(terms, '|', ''))) + 1) as bigint) as units
      from transactions
      where import_id in (
          select id from imports
          where kind = 'apple-subscriber' and active = 1 and last_ms >= ${fromMs} and first_ms < ${beforeMs}
        ) and active = 1 and at_ms >= ${fromMs} and at_ms < ${beforeMs}
    `;
}

/** Units of a row as a statement counts them: none of a row at 0.00, and a refund’s negative. */
const COUNTED_UNITS = sql`case when gross = 0 and proceeds = 0 then 0 when kind = 'refund' then -units else units end`;

/** Google earnings rows of one product and currency, merchant currency, millionths. */
export interface EarningsSum {
  readonly currency: string;
  /** `package/sku/base-plan`; of a row that prints none that of its order. Empty when nothing tells it. */
  readonly product: string;
  /** Rows that name no order. */
  readonly withoutOrder: boolean;
  readonly inFile: boolean;
  readonly inMonth: boolean;
  readonly amount: bigint;
}

/**
 * Google’s earnings rows in force that stand in a file of a period (`YYYYMM`) or are dated in a stretch (half-open, ms
 * UTC), by product.
 */
export async function earningsSums(
  db: Database,
  period: string,
  fromMs: number,
  beforeMs: number,
): Promise<EarningsSum[]> {
  const found = await sql<PlacedAmount & { currency: string }>`
    ${earningsQuery(period, fromMs, beforeMs)}
    select o.currency, ${PRODUCT} as product, ${WITHOUT_ORDER} as loose, o.in_file, o.in_month, sum(o.gross) as amount
    from ours o left join named n on o.product = '' and n.group_key = o.group_key
    where o.in_file = 1 or o.in_month = 1
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`.execute(db);
  return found.rows.map((row) => ({ currency: row.currency, ...placedAmount(row) }));
}

/** A row of Google’s earnings files, merchant currency, millionths. */
export interface EarningsRow extends SourceLine, Omit<EarningsSum, 'currency'> {}

/** The rows of one currency that `earningsSums` adds up, in the order of time, input and line. */
export async function earningsRows(
  db: Database,
  period: string,
  { fromMs, beforeMs }: { readonly fromMs: number; readonly beforeMs: number },
  currency: string,
): Promise<EarningsRow[]> {
  const found = await sql<PlacedAmount & { sha256: string; line: bigint }>`
    ${earningsQuery(period, fromMs, beforeMs)}
    select i.sha256, o.line, ${PRODUCT} as product, ${WITHOUT_ORDER} as loose, o.in_file, o.in_month, o.gross as amount
    from ours o join imports i on i.id = o.import_id left join named n on o.product = '' and n.group_key = o.group_key
    where (o.in_file = 1 or o.in_month = 1) and o.currency = ${currency} order by o.at_ms, i.sha256, o.line`.execute(
    db,
  );
  return found.rows.map((row) => ({ input: row.sha256, line: small(row.line), ...placedAmount(row) }));
}

/** As the database says it. */
interface PlacedAmount {
  readonly product: string;
  readonly loose: bigint;
  readonly in_file: bigint;
  readonly in_month: bigint;
  readonly amount: bigint;
}

function placedAmount({ product, amount, ...row }: PlacedAmount): Omit<EarningsSum, 'currency'> {
  const { loose, in_file: inFile, in_month: inMonth } = row;
  return { product, withoutOrder: loose === 1n, inFile: inFile === 1n, inMonth: inMonth === 1n, amount };
}

/** Rows of a period’s files and those dated in a stretch, and the products that orders are of. */
function earningsQuery(period: string, fromMs: number, beforeMs: number) {
  return sql`
    with files as (
      select id, case when period = ${period} then 1 else 0 end as in_file from imports
      where kind = 'google-earnings' and active = 1
        and (period = ${period} or (last_ms >= ${fromMs} and first_ms < ${beforeMs}))
    ),
    ours as (
      select t.import_id, t.line, t.at_ms, t.currency, t.product, t.group_key, t.kind, f.in_file, t.gross,
        case when t.at_ms >= ${fromMs} and t.at_ms < ${beforeMs} then 1 else 0 end as in_month
      from transactions t join files f on f.id = t.import_id
      where t.active = 1
    ),
    named as (
      select group_key, max(product) as product from ours
      where product <> '' and group_key in (select group_key from ours where product = '' and group_key <> '')
      group by group_key
    )`;
}

const PRODUCT = sql`case when o.product = '' then coalesce(n.product, '') else o.product end`;
const WITHOUT_ORDER = sql`case when o.group_key = '' or o.kind = 'adjustment' then 1 else 0 end`;
