import { type Kysely, sql } from 'kysely';
import { createGuard, type Dialect, type Guard } from './guards.ts';

/**
 * A hash of what every final month keeps, table by table, taken when it becomes final. Months of an earlier version have
 * empty ones until the next run that writes takes them: a month without any is not as it was left.
 */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('final_hashes')
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('final_hashes_key', ['month', 'name'])
    .execute();
  for (const name of KEPT) {
    await sql`insert into final_hashes (month, name, sha256) select month, ${sql.lit(name)}, '' from months`.execute(
      db,
    );
  }
  for (const guard of GUARDS) await createGuard(db, dialect, { ...guard, refusal: 'a final month is never changed' });
}

const KEPT = ['months', 'decisions', 'final_earned', 'final_postings', 'final_small_rows', 'final_usage'] as const;

const GUARDS: readonly Omit<Guard, 'refusal'>[] = [
  { name: 'final_hashes_stay', table: 'final_hashes', before: 'update', when: "old.sha256 <> ''" },
  { name: 'final_hashes_are_kept', table: 'final_hashes', before: 'delete' },
];
