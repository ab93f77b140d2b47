import type { Kysely } from 'kysely';

/** Imports, what they hold, and settings. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('imports')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('sha256', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('rows', 'integer', (column) => column.notNull())
    .addColumn('first_ms', 'integer')
    .addColumn('last_ms', 'integer')
    .addColumn('period', 'text', (column) => column.notNull())
    .addColumn('profile', 'text', (column) => column.notNull())
    .addColumn('active', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('transactions')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('import_id', 'integer', (column) => column.notNull().references('imports.id'))
    .addColumn('line', 'integer', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('row_id', 'text')
    .addColumn('group_key', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'integer', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('gross', 'integer', (column) => column.notNull())
    .addColumn('fee', 'integer', (column) => column.notNull())
    .addColumn('source_id', 'text', (column) => column.notNull())
    .addColumn('invoice', 'text', (column) => column.notNull())
    .addColumn('product', 'text', (column) => column.notNull())
    .addColumn('terms', 'text', (column) => column.notNull())
    .addColumn('active', 'integer', (column) => column.notNull())
    .addColumn('conflict', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('transactions_by_import').on('transactions').column('import_id').execute();
  await db.schema.createIndex('transactions_by_row_id').on('transactions').column('row_id').execute();
  await db.schema
    .createTable('stripe_invoices')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('import_id', 'integer', (column) => column.notNull().references('imports.id'))
    .addColumn('line', 'integer', (column) => column.notNull())
    .addColumn('rank', 'integer', (column) => column.notNull())
    .addColumn('money', 'text', (column) => column.notNull())
    .addColumn('conflict', 'integer', (column) => column.notNull())
    .addColumn('at_ms', 'integer', (column) => column.notNull())
    .addColumn('no_charge_reason', 'text', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('total', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('small_rows')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('import_id', 'integer', (column) => column.notNull().references('imports.id'))
    .addColumn('line', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}
