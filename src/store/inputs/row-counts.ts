import { sql } from 'kysely';
import { DAY_MS } from '../../core/month/durations.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { CategoryTotal } from '../../core/reconciliation/stripe-lines.ts';
import { knownProvider, type Provider } from '../../core/revenue/provider.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';

/** Rows of an import in the database. */
export interface KeptRows {
  /** All of them; invoices count with the versions that gave way. */
  readonly kept: number;
  /** Rows of money that count: a row that several files hold counts in one of them. */
  readonly inForce: number;
}

/** How many rows of each import the database keeps, by the import's id. */
export async function keptRows(db: Database): Promise<ReadonlyMap<number, KeptRows>> {
  const found = await sql<{ import_id: bigint; n: bigint; counting: bigint }>`
    select import_id, sum(n) as n, sum(counting) as counting from (
      select import_id, count(*) as n, sum(active) as counting from transactions group by import_id
      union all select import_id, count(*), 0 from stripe_invoices group by import_id
      union all select import_id, count(*), 0 from replaced_invoices group by import_id
      union all select import_id, count(*), 0 from small_rows group by import_id
    ) as kept group by import_id order by import_id`.execute(db);
  return new Map(found.rows.map((row) => [small(row.import_id), { kept: small(row.n), inForce: small(row.counting) }]));
}

/** Takes an import's rows out, to read them again. */
export async function clearRows(db: Database, importId: number): Promise<void> {
  for (const table of ['transactions', 'stripe_invoices', 'replaced_invoices', 'small_rows'] as const) {
    await db.deleteFrom(table).where('import_id', '=', BigInt(importId)).execute();
  }
}

/** Totals of the Stripe ledger rows in force from an instant up to another (half-open, ms UTC). */
export async function ledgerTotals(db: Database, fromMs: number, beforeMs: number): Promise<CategoryTotal[]> {
  const rows = await db
    .selectFrom('transactions')
    .innerJoin('imports', 'imports.id', 'transactions.import_id')
    .select(['transactions.kind', 'currency'])
    .select((eb) => [
      eb.fn.countAll<bigint>().as('n'),
      eb.fn.sum<bigint>('gross').as('gross'),
      eb.fn.sum<bigint>('fee').as('fee'),
    ])
    .where('imports.kind', '=', 'stripe-ledger')
    .where('transactions.active', '=', 1n)
    .where('at_ms', '>=', BigInt(fromMs))
    .where('at_ms', '<', BigInt(beforeMs))
    .groupBy(['transactions.kind', 'currency'])
    .orderBy('transactions.kind')
    .orderBy('currency')
    .execute();
  return rows.map((row) => ({
    category: row.kind,
    currency: row.currency,
    count: small(row.n),
    gross: row.gross,
    fee: row.fee,
  }));
}

/** The currencies of the rows of each Stripe ledger, by the import's id; repeated rows too: they say what their file is of. */
export async function ledgerCurrencies(db: Database): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await db
    .selectFrom('transactions')
    .innerJoin('imports', 'imports.id', 'transactions.import_id')
    .select(['import_id', 'currency'])
    .distinct()
    .where('imports.kind', '=', 'stripe-ledger')
    .orderBy('import_id')
    .orderBy('currency')
    .execute();
  const found = new Map<number, string[]>();
  for (const { import_id, currency } of rows) {
    found.set(small(import_id), [...(found.get(small(import_id)) ?? []), currency.toUpperCase()]);
  }
  return found;
}

/** The instant of the first Stripe ledger row in force from an instant on, ms UTC; null without one. @param currency of any where it is undefined */
export async function firstLedgerRow(
  db: Database,
  fromMs: number,
  currency: string | undefined,
): Promise<number | null> {
  const ofCurrency = currency === undefined ? sql`` : sql`and upper(t.currency) = ${currency}`;
  const { rows } = await sql<{ at_ms: bigint | null }>`
    select min(t.at_ms) as at_ms from transactions t join imports i on i.id = t.import_id
    where i.kind = 'stripe-ledger' and t.active = 1 and t.at_ms >= ${BigInt(fromMs)} ${ofCurrency}`.execute(db);
  const first = rows[0]?.at_ms ?? null;
  return first === null ? null : small(first);
}

/** The days and currencies of the Stripe ledger rows in force of a span, in order. @param currency of any where it is undefined */
export async function ledgerDays(
  db: Database,
  { fromMs, beforeMs }: { readonly fromMs: number; readonly beforeMs: number },
  currency: string | undefined,
): Promise<{ readonly day: string; readonly part: string }[]> {
  const ofCurrency = currency === undefined ? sql`` : sql`and upper(t.currency) = ${currency}`;
  const { rows } = await sql<{ day: bigint; part: string }>`
    select distinct t.at_ms / ${BigInt(DAY_MS)} as day, upper(t.currency) as part
    from transactions t join imports i on i.id = t.import_id
    where i.kind = 'stripe-ledger' and t.active = 1 and t.at_ms >= ${BigInt(fromMs)} and t.at_ms < ${BigInt(beforeMs)} ${ofCurrency}
    order by day, part`.execute(db);
  return rows.map(({ day, part }) => ({ day: utcDate(small(day) * DAY_MS), part }));
}

/** How many rows of a kind are in force, by provider. */
export async function countByProvider(db: Database, kind: string): Promise<ReadonlyMap<Provider, number>> {
  const rows = await db
    .selectFrom('transactions')
    .select('provider')
    .select((eb) => eb.fn.countAll<bigint>().as('n'))
    .where('kind', '=', kind)
    .where('active', '=', 1n)
    .groupBy('provider')
    .orderBy('provider')
    .execute();
  return new Map(rows.map(({ provider, n }) => [knownProvider(provider), small(n)]));
}
