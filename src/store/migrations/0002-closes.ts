import { type Kysely, sql } from 'kysely';

/** Final months with what they posted, decisions, reviews; and the triggers that keep a final month as it is. */
export async function up(db: Kysely<unknown>): Promise<void> {
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
  for (const statement of GUARDS) await sql.raw(statement).execute(db);
}

const REFUSAL = "raise(abort, 'a final month is never changed')";

/** Nothing of a final month is ever changed: not by a bug either. */
const GUARDS: readonly string[] = [
  `create trigger months_stay before update on months when old.published = 1 begin select ${REFUSAL}; end`,
  `create trigger months_are_kept before delete on months begin select ${REFUSAL}; end`,
  ...['final_postings:posted_month', 'final_usage:month', 'final_small_rows:month'].flatMap((each) => {
    const [table, month] = each.split(':');
    const isFinal = (row: string): string =>
      `exists (select 1 from months where months.month = ${row}.${month} and published = 1)`;
    return [
      `create trigger ${table}_stay before update on ${table} begin select ${REFUSAL}; end`,
      `create trigger ${table}_are_kept before delete on ${table} begin select ${REFUSAL}; end`,
      `create trigger ${table}_are_complete before insert on ${table} when ${isFinal('new')} begin select ${REFUSAL}; end`,
    ];
  }),
  `create trigger decisions_stay before update on decisions when old.final_month is not null begin select ${REFUSAL}; end`,
  `create trigger decisions_are_kept before delete on decisions begin select ${REFUSAL}; end`,
];
