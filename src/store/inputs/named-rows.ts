import { type RawBuilder, sql } from 'kysely';
import type { SourceLine } from '../../core/revenue/provider.ts';
import { knownProvider, type Provider } from '../../core/revenue/provider.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';

/** A stored row of money, as far as it tells where it belongs. */
export interface NamedStoredRow {
  readonly provider: Provider;
  /** Empty where it has none. */
  readonly rowId: string;
  /** The charge that it belongs to; empty where it names none. */
  readonly group: string;
  readonly source: SourceLine;
  /** Whether it counts: not a repeated row, nor one of a replaced file. */
  readonly active: boolean;
}

/** Rows that carry an id, whatever it is the id of: a charge, a refund, a payment, an invoice, the row itself. */
export async function rowsNaming(db: Database, id: string): Promise<NamedStoredRow[]> {
  const rows = await named(db)
    .where((eb) =>
      eb.or([
        eb('transactions.group_key', '=', id),
        eb('transactions.row_id', '=', id),
        eb('transactions.source_id', '=', id),
        eb('transactions.invoice', '=', id),
        eb('transactions.payment_intent', '=', id),
        eb('transactions.invoice', 'in', eb.selectFrom('invoice_payments').select('invoice').where('payment', '=', id)),
        eb(
          'transactions.group_key',
          'in',
          eb.selectFrom('invoice_payments').select('payment').where('invoice', '=', id),
        ),
      ]),
    )
    .execute();
  return rows.map(rowOf);
}

/**
 * Rows of whoever is charged again and again: of a subscription or customer of Stripe, by its invoices; of a subscriber of Apple;
 * of a subscription of Google, by the number of its first order, which each renewal goes on from (`GPA.1..0`).
 */
export async function rowsOfSubscriber(db: Database, id: string): Promise<NamedStoredRow[]> {
  const rows = await named(db)
    .where((eb) => {
      const invoices = eb
        .selectFrom('stripe_invoices')
        .select('stripe_invoices.id')
        .where((ofInvoice) =>
          id.startsWith('cus_')
            ? sql<boolean>`stripe_invoices.body like ${`%"customer":${likeText(JSON.stringify(id))}%`} escape '!'`
            : ofInvoice('stripe_invoices.subscription', '=', id),
        );
      const payments = eb.selectFrom('invoice_payments').select('payment').where('invoice', 'in', invoices);
      return eb.or([
        eb('transactions.invoice', 'in', invoices),
        eb('transactions.group_key', 'in', payments),
        eb('transactions.payment_intent', 'in', payments),
        eb.and([eb('transactions.provider', '=', 'apple'), groupLike(`${likeText(id)}-%`)]),
        eb.and([eb('transactions.provider', '=', 'google'), groupLike(`${likeText(id)}..%`)]),
      ]);
    })
    .execute();
  return rows.map(rowOf);
}

function groupLike(pattern: string): RawBuilder<boolean> {
  return sql<boolean>`transactions.group_key like ${pattern} escape '!'`;
}

/** A text as LIKE finds it alone. */
function likeText(text: string): string {
  return text.replaceAll(/[!%_]/g, '!$&');
}

/** The rows that were read from a line of an input: an order's line may hold several. */
export async function rowsOfLine(db: Database, sha256: string, line: number): Promise<NamedStoredRow[]> {
  const rows = await named(db)
    .where('imports.sha256', '=', sha256)
    .where('transactions.line', '=', BigInt(line))
    .execute();
  return rows.map(rowOf);
}

function named(db: Database) {
  return db
    .selectFrom('transactions')
    .innerJoin('imports', 'imports.id', 'transactions.import_id')
    .select(['transactions.provider', 'transactions.row_id', 'transactions.group_key', 'transactions.line'])
    .select(['transactions.active', 'imports.sha256'])
    .orderBy('transactions.provider')
    .orderBy('imports.sha256')
    .orderBy('transactions.line')
    .orderBy('transactions.id');
}

function rowOf(row: {
  provider: string;
  row_id: string | null;
  group_key: string;
  line: bigint;
  active: bigint;
  sha256: string;
}): NamedStoredRow {
  return {
    provider: knownProvider(row.provider),
    rowId: row.row_id ?? '',
    group: row.group_key,
    source: { input: row.sha256, line: small(row.line) },
    active: row.active === 1n,
  };
}

/** An invoice as it is kept: where its counting version stands, and the reader's own text of it. */
export interface KeptInvoice {
  readonly id: string;
  readonly source: SourceLine;
  readonly total: bigint;
  readonly currency: string;
  /** Why it brings nothing when no charge names it; empty otherwise. */
  readonly noChargeReason: string;
}

/** The versions that count of an invoice: by its id, or by the line that it was read from. */
export async function keptInvoices(
  db: Database,
  asked: { readonly id: string } | { readonly sha256: string; readonly line: number },
): Promise<KeptInvoice[]> {
  const invoices = db
    .selectFrom('stripe_invoices')
    .innerJoin('imports', 'imports.id', 'stripe_invoices.import_id')
    .select(['stripe_invoices.id', 'stripe_invoices.line', 'stripe_invoices.total', 'stripe_invoices.currency'])
    .select(['stripe_invoices.no_charge_reason', 'imports.sha256'])
    .orderBy('stripe_invoices.id');
  const rows = await ('id' in asked
    ? invoices.where('stripe_invoices.id', '=', asked.id)
    : invoices.where('imports.sha256', '=', asked.sha256).where('stripe_invoices.line', '=', BigInt(asked.line))
  ).execute();
  return rows.map(({ id, line, total, currency, no_charge_reason, sha256 }) => ({
    id,
    source: { input: sha256, line: small(line) },
    total,
    currency,
    noChargeReason: no_charge_reason,
  }));
}
