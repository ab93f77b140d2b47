import type { Kysely } from 'kysely';
import { createGuard, type Dialect, type Guard } from './guards.ts';

/** Final months with what they posted, decisions, reviews; and the triggers that keep a final month as it is. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('months')
    .addColumn('month', 'text', (column) => column.primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('manifest_sha256', 'text', (column) => column.notNull())
    .addColumn('carried_out', 'text', (column) => column.notNull())
    .addColumn('finalized_at', 'text', (column) => column.notNull())
    .addColumn('finalized_by', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('staged', 'text', (column) => column.notNull())
    .addColumn('published', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('final_postings')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('posted_month', 'text', (column) => column.notNull())
    .addColumn('original_month', 'text', (column) => column.notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('charge', 'text', (column) => column.notNull())
    .addColumn('gross', 'integer', (column) => column.notNull())
    .addColumn('tax', 'integer', (column) => column.notNull())
    .addColumn('fee', 'integer', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('line', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('final_postings_by_charge')
    .on('final_postings')
    .columns(['entry', 'provider', 'charge'])
    .execute();
  await db.schema
    .createTable('final_usage')
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('original_month', 'text', (column) => column.notNull())
    .addColumn('wallet', 'text', (column) => column.notNull())
    .addColumn('jobs', 'integer', (column) => column.notNull())
    .addColumn('points', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('final_small_rows')
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('decisions')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('decided_by', 'text', (column) => column.notNull())
    .addColumn('decided_at', 'text', (column) => column.notNull())
    .addColumn('withdrawn', 'integer', (column) => column.notNull())
    .addColumn('final_month', 'text')
    .execute();
  await db.schema
    .createTable('reviews')
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('reviews_key', ['month', 'digest'])
    .execute();
  for (const guard of GUARDS) await createGuard(db, dialect, { ...guard, refusal: 'a final month is never changed' });
}

/** Nothing of a final month is ever changed: not by a bug either. */
const GUARDS: readonly Omit<Guard, 'refusal'>[] = [
  { name: 'months_stay', table: 'months', before: 'update', when: 'old.published = 1' },
  { name: 'months_are_kept', table: 'months', before: 'delete' },
  ...['final_postings:posted_month', 'final_usage:month', 'final_small_rows:month'].flatMap((each) => {
    const [table = '', month] = each.split(':');
    const isFinal = `exists (select 1 from months where months.month = new.${month} and published = 1)`;
    return [
      { name: `${table}_stay`, table, before: 'update' as const },
      { name: `${table}_are_kept`, table, before: 'delete' as const },
      { name: `${table}_are_complete`, table, before: 'insert' as const, when: isFinal },
    ];
  }),
  { name: 'decisions_stay', table: 'decisions', before: 'update', when: 'old.final_month is not null' },
  { name: 'decisions_are_kept', table: 'decisions', before: 'delete' },
];
