import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { SourceLine } from '../../core/revenue/provider.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';
import type { Tables } from '../database/schema.ts';

/** A version of an invoice; `body` is the reader's own text of it. */
export interface InvoiceVersion {
  readonly importId: number;
  readonly line: number;
  readonly body: string;
}

/** What the version of an invoice that counts says, as far as the store asks. */
export interface InvoiceRecord {
  readonly id: string;
  /** Whether versions that could count contradict each other. */
  readonly conflict: boolean;
  readonly atMs: number;
  /** Empty when it brings something without a charge too, or is of no subscription. */
  readonly noChargeReason: string;
  readonly currency: string;
  readonly total: bigint;
  readonly subscription: string;
  readonly term: InvoiceTerm;
}

/** What an invoice covers, in ms UTC, to the minute: the CSV prints no seconds. 0 when not known. */
export interface InvoiceTerm {
  readonly madeMs: number;
  readonly startsMs: number;
  readonly endsMs: number;
  /** Whether money paid for it. */
  readonly isPaid: boolean;
}

/** The versions of an invoice that are known, the one that counts first. */
export async function knownVersions(db: Database, id: string): Promise<InvoiceVersion[]> {
  const columns = ['import_id', 'line', 'body'] as const;
  const counts = await db.selectFrom('stripe_invoices').select(columns).where('id', '=', id).execute();
  if (counts.length === 0) return [];
  const replaced = await db.selectFrom('replaced_invoices').select(columns).where('id', '=', id).execute();
  return [...counts, ...replaced].map(({ import_id, line, body }) => {
    return { importId: small(import_id), line: small(line), body };
  });
}

/** Keeps an invoice: the version that counts, and those that give way to it, so that every row read is accounted for. */
export async function keepInvoice(
  db: Database,
  invoice: InvoiceRecord,
  counts: InvoiceVersion,
  replaced: readonly InvoiceVersion[],
): Promise<void> {
  const { id, term } = invoice;
  if (replaced.length > 0) {
    await db.deleteFrom('stripe_invoices').where('id', '=', id).execute();
    await db.deleteFrom('replaced_invoices').where('id', '=', id).execute();
    const rows = replaced.map((each) => ({ id, import_id: each.importId, line: each.line, body: each.body }));
    await db.insertInto('replaced_invoices').values(rows).execute();
  }
  await db
    .insertInto('stripe_invoices')
    .values({
      id,
      import_id: counts.importId,
      line: counts.line,
      conflict: invoice.conflict ? 1 : 0,
      at_ms: invoice.atMs,
      no_charge_reason: invoice.noChargeReason,
      currency: invoice.currency,
      total: invoice.total,
      body: counts.body,
      subscription: invoice.subscription,
      made_ms: term.madeMs,
      starts_ms: term.startsMs,
      ends_ms: term.endsMs,
      is_paid: term.isPaid ? 1 : 0,
    })
    .execute();
}

/** Keeps which payments a version of an invoice names, by the ids of charges and payment intents. */
export async function keepPayments(db: Database, invoice: string, payments: readonly string[]): Promise<void> {
  if (payments.length === 0) return;
  const rows = payments.map((payment) => ({ payment, invoice }));
  await db
    .insertInto('invoice_payments')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Whether an invoice's span begins before the end of an earlier one of its subscription that money paid for: then it
 * hides the lines of a change inside that term. Of two that were made at one minute each may be the earlier.
 */
export function overlapsPaidTerm(eb: ExpressionBuilder<Tables, 'stripe_invoices'>): Expression<SqlBool> {
  return eb.exists(
    eb
      .selectFrom('stripe_invoices as earlier')
      .select('earlier.id')
      .whereRef('earlier.subscription', '=', 'stripe_invoices.subscription')
      .where('earlier.subscription', '<>', '')
      .where('earlier.is_paid', '=', 1n)
      .whereRef('earlier.ends_ms', '>', 'stripe_invoices.starts_ms')
      .where('stripe_invoices.starts_ms', '>', 0n)
      .whereRef('earlier.id', '<>', 'stripe_invoices.id')
      .where((or) =>
        or.or([
          or('earlier.made_ms', '<', or.ref('stripe_invoices.made_ms')),
          or.and([
            or('earlier.made_ms', '=', or.ref('stripe_invoices.made_ms')),
            or('earlier.starts_ms', '<=', or.ref('stripe_invoices.starts_ms')),
          ]),
        ]),
      ),
  );
}

/**
 * `overlapsPaidTerm` where every invoice is read. It looks at all later invoices of a subscription to find none, so that
 * each month would cost more than the one before: which subscriptions have anything to find is asked once for all.
 */
export function overlapsPaidTermOfAll(eb: ExpressionBuilder<Tables, 'stripe_invoices'>): RawBuilder<SqlBool> {
  return sql<SqlBool>`${eb.ref('stripe_invoices.subscription')} in (${MAY_OVERLAP}) and ${overlapsPaidTerm(eb)}`;
}

/**
 * Subscriptions with an invoice that begins before the end of one made before it. There may be more than those with an
 * overlap, and never fewer: of two made and beginning at one minute only one comes before the other here, and finds it
 * unless that covers nothing.
 */
const MAY_OVERLAP = sql`select terms.subscription from (
    select subscription, starts_ms, ends_ms, max(ends_ms) over (
      partition by subscription order by made_ms, starts_ms, id rows between unbounded preceding and 1 preceding
    ) as ended_ms from stripe_invoices where subscription <> ''
  ) as terms where terms.starts_ms > 0 and (terms.ended_ms > terms.starts_ms or terms.ends_ms <= terms.starts_ms)`;

/** Whether a payment that an invoice names is a ledger row's charge, or the payment intent of it. */
export function namesPayment(payment: Expression<string>): Expression<SqlBool> {
  return sql<SqlBool>`${payment} in (${sql.ref('transactions.group_key')}, ${sql.ref('transactions.payment_intent')})`;
}

/** A settled invoice that no charge is of. */
export interface InvoiceWithoutCharge {
  readonly id: string;
  readonly source: SourceLine;
  readonly reason: string;
  readonly atMs: number;
  readonly currency: string;
  readonly total: bigint;
  readonly overlapsPaidTerm: boolean;
  /** All that it says, as it is kept. */
  readonly body: string;
}

/** Settled invoices that no charge is of, in the order of their ids: trials, coupons, credit (R4). */
export async function* invoicesWithoutCharge(
  db: Database,
  fromMs: number,
  beforeMs: number,
): AsyncGenerator<InvoiceWithoutCharge> {
  const rows = db
    .selectFrom('stripe_invoices')
    .innerJoin('imports', 'imports.id', 'stripe_invoices.import_id')
    .select(['stripe_invoices.id', 'imports.sha256', 'line', 'no_charge_reason', 'at_ms', 'currency', 'total', 'body'])
    .select((eb) => sql<bigint>`case when ${overlapsPaidTerm(eb)} then 1 else 0 end`.as('overlaps'))
    .where('no_charge_reason', '<>', '')
    .where('at_ms', '>=', BigInt(fromMs))
    .where('at_ms', '<', BigInt(beforeMs))
    .where('stripe_invoices.id', 'not in', (query) =>
      query
        .selectFrom('transactions')
        .select('invoice')
        .where('provider', '=', 'stripe')
        .where('kind', '=', 'charge')
        .where('invoice', '<>', ''),
    )
    .where('stripe_invoices.id', 'not in', (query) =>
      query
        .selectFrom('transactions')
        .innerJoin('invoice_payments', (join) => join.on(({ ref }) => namesPayment(ref('invoice_payments.payment'))))
        .select('invoice_payments.invoice')
        .where('provider', '=', 'stripe')
        .where('kind', '=', 'charge')
        .where('transactions.invoice', '=', ''),
    )
    .orderBy('stripe_invoices.id')
    .stream();
  for await (const row of rows) {
    yield {
      id: row.id,
      source: { input: row.sha256, line: small(row.line) },
      reason: row.no_charge_reason,
      atMs: small(row.at_ms),
      currency: row.currency,
      total: row.total,
      overlapsPaidTerm: small(row.overlaps) === 1,
      body: row.body,
    };
  }
}
