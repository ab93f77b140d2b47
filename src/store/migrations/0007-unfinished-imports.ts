import type { Kysely } from 'kysely';

/** Whether an input ends within a line. What an older version imported is taken as whole, as it was then. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('imports')
    .addColumn('unfinished', 'integer', (definition) => definition.notNull().defaultTo(0))
    .execute();
}
