import { small } from './codec.ts';
import type { Database } from './open-store.ts';
import { insertSmallRows } from './small-rows.ts';

/** An invoice as it is kept; `body` is the reader's own text of it. */
export interface InvoiceRecord {
  readonly id: string;
  readonly line: number;
  readonly rank: number;
  /** Empty for a draft, which contradicts nothing. */
  readonly money: string;
  readonly atMs: number;
  readonly noChargeReason: string;
  readonly currency: string;
  readonly total: bigint;
  readonly body: string;
}

/**
 * Keeps the winning version of an invoice: the higher rank; among equals the one of the smaller body, so that the order
 * of imports never matters. Two versions that state different money are marked.
 */
export async function keepInvoice(db: Database, importId: number, invoice: InvoiceRecord): Promise<void> {
  const known = await db
    .selectFrom('stripe_invoices')
    .select(['import_id', 'line', 'rank', 'money', 'conflict', 'body'])
    .where('id', '=', invoice.id)
    .executeTakeFirst();
  const row = {
    import_id: importId,
    line: invoice.line,
    rank: invoice.rank,
    money: invoice.money,
    at_ms: invoice.atMs,
    no_charge_reason: invoice.noChargeReason,
    currency: invoice.currency,
    total: invoice.total,
    body: invoice.body,
  };
  if (known === undefined) {
    await db
      .insertInto('stripe_invoices')
      .values({ id: invoice.id, conflict: 0, ...row })
      .execute();
    return;
  }
  const contradicts = known.money !== '' && invoice.money !== '' && known.money !== invoice.money;
  const conflict = known.conflict === 1n || contradicts ? 1 : 0;
  const wins = invoice.rank > small(known.rank) || (invoice.rank === small(known.rank) && invoice.body < known.body);
  // The version that gives way is noted, so that every row read is accounted for.
  const replaced = wins
    ? { importId: small(known.import_id), line: small(known.line) }
    : { importId, line: invoice.line };
  await insertSmallRows(db, replaced.importId, 'replaced-invoice', [{ row: { id: invoice.id }, line: replaced.line }]);
  const money = invoice.money === '' ? known.money : invoice.money;
  await db
    .updateTable('stripe_invoices')
    .set(wins ? { ...row, money, conflict } : { money: known.money === '' ? invoice.money : known.money, conflict })
    .where('id', '=', invoice.id)
    .execute();
}

/** Settled invoices that no charge names, in the order of their ids: trials, coupons, credit (R4). */
export async function* invoicesWithoutCharge(
  db: Database,
  fromMs: number,
  beforeMs: number,
): AsyncGenerator<{ reason: string; atMs: number; currency: string; total: bigint }> {
  const rows = db
    .selectFrom('stripe_invoices')
    .select(['no_charge_reason', 'at_ms', 'currency', 'total'])
    .where('no_charge_reason', '<>', '')
    .where('at_ms', '>=', BigInt(fromMs))
    .where('at_ms', '<', BigInt(beforeMs))
    .where('id', 'not in', (query) =>
      query
        .selectFrom('transactions')
        .select('invoice')
        .where('provider', '=', 'stripe')
        .where('kind', '=', 'charge')
        .where('invoice', '<>', ''),
    )
    .orderBy('id')
    .stream();
  for await (const row of rows) {
    yield { reason: row.no_charge_reason, atMs: small(row.at_ms), currency: row.currency, total: row.total };
  }
}
