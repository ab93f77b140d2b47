import { type Kysely, sql } from 'kysely';

/**
 * All versions of an invoice are kept, so that which of them counts can follow from their content; the payments that
 * invoices name, the terms that they cover, and the payment intents of ledger rows. What was read before lacks all of
 * it: the next import reads the invoices and ledgers again from the evidence.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('replaced_invoices')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('import_id', 'integer', (column) => column.notNull().references('imports.id'))
    .addColumn('line', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('replaced_invoices_by_id').on('replaced_invoices').column('id').execute();
  await db.schema
    .createTable('invoice_payments')
    .addColumn('payment', 'text', (column) => column.notNull())
    .addColumn('invoice', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('invoice_payments_key', ['payment', 'invoice'])
    .execute();
  for (const column of ['rank', 'money']) await db.schema.alterTable('stripe_invoices').dropColumn(column).execute();
  await db.schema
    .alterTable('stripe_invoices')
    .addColumn('subscription', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  for (const column of ['made_ms', 'starts_ms', 'ends_ms', 'is_paid']) {
    await db.schema
      .alterTable('stripe_invoices')
      .addColumn(column, 'integer', (definition) => definition.notNull().defaultTo(0))
      .execute();
  }
  await db.schema
    .createIndex('stripe_invoices_by_subscription')
    .on('stripe_invoices')
    .columns(['subscription', 'ends_ms'])
    .execute();
  await db.schema
    .alterTable('transactions')
    .addColumn('payment_intent', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  // A version that gave way kept nothing but its id: {"id":"in_1"}.
  await sql`insert into replaced_invoices (id, import_id, line, body)
    select substr(body, 8, length(body) - 9), import_id, line, '' from small_rows where kind = 'replaced-invoice'`.execute(
    db,
  );
  await sql`delete from small_rows where kind = 'replaced-invoice'`.execute(db);
  await sql`update stripe_invoices set made_ms = at_ms, body =
    '{"discounts":"0n","creditGrants":"0n","mayBeTrial":true,"madeMs":' || at_ms ||
    ',"payments":[],"lineRounding":"0n",' || substr(body, 2)`.execute(db);
  await sql`insert into settings (name, value)
    select 'reread', 'stripe' where exists (select 1 from imports where kind like 'stripe-%')`.execute(db);
}
