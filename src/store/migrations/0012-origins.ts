import type { Kysely } from 'kysely';

/** Where an input came from, as JSON. Of what an older version imported nobody said so. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('imports')
    .addColumn('origin', 'text', (definition) => definition.notNull().defaultTo(''))
    .execute();
}
