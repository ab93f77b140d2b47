import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { StoredTransaction } from '../../core/revenue/assembled.ts';
import { knownProvider, type Provider } from '../../core/revenue/provider.ts';
import type { Transaction } from '../../core/revenue/transaction.ts';
import { small } from '../database/codec.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/open-store.ts';
import type { Tables } from '../database/schema.ts';
import { namesPayment, overlapsPaidTerm, overlapsPaidTermOfAll } from './stripe-invoices.ts';

/** Rows that a server sends at once; SQLite gives them one by one. */
const ROWS_AHEAD = 1000;

export type TransactionLine = Transaction & { readonly line: number };

/** Writes an import's rows as they come. */
export async function insertTransactions(
  db: Database,
  importId: number,
  rows: AsyncIterable<TransactionLine> | Iterable<TransactionLine>,
  onRow: (row: TransactionLine) => void,
): Promise<void> {
  await insertRows(db, 'transactions', rows, (row) => {
    onRow(row);
    return toRow(importId, row);
  });
}

function toRow(importId: number, row: TransactionLine) {
  return {
    import_id: importId,
    line: row.line,
    provider: row.provider,
    row_id: row.rowId,
    group_key: row.group,
    kind: row.kind,
    at_ms: row.atMs,
    currency: row.currency,
    gross: row.gross,
    fee: row.fee,
    source_id: row.sourceId,
    invoice: row.invoice,
    product: row.product,
    terms: row.terms,
    payment_intent: row.paymentIntent,
    active: 1,
    conflict: 0,
    as_read: '',
  };
}

/** The providers that rows are stored of, in the order of postings.csv. Throws when one of them is not known. */
export async function storedProviders(db: Database): Promise<Provider[]> {
  const rows = await db.selectFrom('transactions').select('provider').distinct().execute();
  return rows.map(({ provider }) => knownProvider(provider)).sort();
}

/**
 * A provider's rows that belong to a charge, all rows of one charge together, charges in the order of their ids.
 *
 * @param families what charges are read together by, where only some are asked for; rows of a few others may come too
 */
export async function* chargeRows(
  db: Database,
  provider: Provider,
  families: readonly string[] | null = null,
): AsyncGenerator<StoredTransaction> {
  if (families === null)
    return yield* streamed(db, provider, (group) => sql<SqlBool>`${group} <> ''`, overlapsPaidTermOfAll);
  // A family may be a charge, or the charges of all days of a subscriber and product.
  yield* streamed(db, provider, (group) => {
    const ofDays = families.map((family) => sql`${group} like ${`${family}-____-__-__`}`);
    return sql<SqlBool>`(${group} in (${sql.join(families)}) or ${sql.join(ofDays, sql` or `)})`;
  });
}

/**
 * A provider's rows that belong to no charge, in the order of their ids: accepted orphans are booked under them.
 *
 * @param rowIds where only some are asked for
 */
export async function* looseRows(
  db: Database,
  provider: Provider,
  rowIds: readonly string[] | null = null,
): AsyncGenerator<StoredTransaction> {
  yield* streamed(db, provider, (group) => {
    const own = rowIds === null ? sql`` : sql` and transactions.row_id in (${sql.join(rowIds)})`;
    return sql<SqlBool>`${group} = ''${own}`;
  });
}

/** What becomes of a charge, by rows of some kinds that do not name it. */
export async function* unnamedRows(
  db: Database,
  provider: Provider,
  kinds: readonly string[],
): AsyncGenerator<StoredTransaction> {
  yield* streamed(db, provider, (group, kind) => sql<SqlBool>`${group} = '' and ${kind} in (${sql.join(kinds)})`);
}

/** A provider's rows that exports state differently (`settleRepeatedRows`): seldom any. */
export async function* rowsInConflict(db: Database, provider: Provider): AsyncGenerator<StoredTransaction> {
  yield* streamed(db, provider, () => sql<SqlBool>`transactions.conflict = 1`);
}

/** No more than is read below: a database takes longer to hand over a column of a row than to find it. */
const COLUMNS = [
  'transactions.line',
  'transactions.row_id',
  'transactions.group_key',
  'transactions.kind',
  'transactions.at_ms',
  'transactions.currency',
  'transactions.gross',
  'transactions.fee',
  'transactions.source_id',
  'transactions.product',
  'transactions.terms',
  'transactions.payment_intent',
  'transactions.conflict',
] as const;

async function* streamed(
  db: Database,
  provider: Provider,
  which: (group: Expression<string>, kind: Expression<string>) => Expression<SqlBool>,
  overlaps = overlapsPaidTerm,
): AsyncGenerator<StoredTransaction> {
  const rows = db
    .selectFrom('transactions')
    .innerJoin('imports', 'imports.id', 'transactions.import_id')
    .leftJoin('stripe_invoices', (join) =>
      join.on((on) => on('stripe_invoices.id', '=', invoiceOfCharge(on))).on('transactions.kind', '=', 'charge'),
    )
    .select(COLUMNS)
    .select(['imports.sha256', 'stripe_invoices.body', 'stripe_invoices.conflict as invoice_conflict'])
    .select((eb) => [
      invoiceOfCharge(eb).as('invoice_id'),
      countOfInvoices(eb).as('invoice_count'),
      otherVersions.as('other_versions'),
      sql<bigint>`case when ${overlaps(eb)} then 1 else 0 end`.as('overlaps'),
    ])
    .where('transactions.provider', '=', provider)
    .where('transactions.active', '=', 1n)
    .where((eb) => which(eb.ref('transactions.group_key'), eb.ref('transactions.kind')))
    .orderBy('transactions.group_key')
    .orderBy(
      (eb) => sql`case when ${eb.ref('transactions.group_key')} = '' then ${eb.ref('transactions.row_id')} end`,
      (order) => order.asc().nullsFirst(),
    )
    .orderBy('transactions.at_ms')
    .orderBy('imports.sha256')
    .orderBy('transactions.line')
    .stream(ROWS_AHEAD);
  for await (const row of rows) {
    yield {
      provider,
      rowId: row.row_id,
      group: row.group_key,
      kind: row.kind,
      atMs: small(row.at_ms),
      currency: row.currency,
      gross: row.gross,
      fee: row.fee,
      sourceId: row.source_id,
      invoice: row.invoice_id,
      product: row.product,
      terms: row.terms,
      paymentIntent: row.payment_intent,
      source: { input: row.sha256, line: small(row.line) },
      conflict: row.conflict === 1n,
      invoiceBody: row.body,
      invoiceConflict: row.invoice_conflict === 1n,
      otherInvoiceBodies: row.other_versions,
      invoiceOverlapsPaidTerm: small(row.overlaps) === 1,
      invoicesThatNameIt: small(row.invoice_count),
    };
  }
}

/** What gave way to an invoice with which another version of it is in conflict: seldom any. */
const otherVersions = sql<string | null>`case when stripe_invoices.conflict = 1 then (select
  string_agg(replaced_invoices.body, ${'\n'} order by replaced_invoices.body) from replaced_invoices
  where replaced_invoices.id = stripe_invoices.id) end`;

/** The invoice of a charge: the one that its row names, else one that names the charge or its payment intent. */
function invoiceOfCharge(eb: ExpressionBuilder<Tables, 'transactions'>): RawBuilder<string> {
  const linked = eb
    .selectFrom('invoice_payments')
    .select(({ fn }) => fn.min<string>('invoice_payments.invoice').as('invoice'))
    .where(({ ref }) => namesPayment(ref('invoice_payments.payment')));
  return sql<string>`case when ${eb.ref('transactions.invoice')} = '' and ${eb.ref('transactions.kind')} = 'charge'
    then coalesce((${linked}), '') else ${eb.ref('transactions.invoice')} end`;
}

/** How many invoices name a charge whose row names none. */
function countOfInvoices(eb: ExpressionBuilder<Tables, 'transactions'>): RawBuilder<bigint> {
  const linked = eb
    .selectFrom('invoice_payments')
    .select(({ fn }) => fn.count<bigint>('invoice_payments.invoice').distinct().as('invoices'))
    .where(({ ref }) => namesPayment(ref('invoice_payments.payment')));
  return sql<bigint>`case when ${eb.ref('transactions.invoice')} = '' and ${eb.ref('transactions.kind')} = 'charge'
    then (${linked}) else 0 end`;
}
