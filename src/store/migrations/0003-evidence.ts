import type { Kysely } from 'kysely';

/** What is kept of every input: the hash of its compressed evidence, and of a job log's Parquet file. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['evidence_sha256', 'lake_sha256']) {
    await db.schema
      .alterTable('imports')
      .addColumn(column, 'text', (definition) => definition.notNull().defaultTo(''))
      .execute();
  }
}
