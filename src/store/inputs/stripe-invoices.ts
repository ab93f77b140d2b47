import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { SourceLine } from '../../core/revenue/provider.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';
import type { Tables } from '../database/schema.ts';

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
