import type { Kysely } from 'kysely';
import { createGuard, type Dialect, type Guard } from './guards.ts';

/**
 * The manifest of every final month, so that its reports can be written again when they are lost. The row of the month has
 * its SHA-256. Months of an earlier version get theirs at the next run that writes, while their reports are there.
 */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('final_manifests')
    .addColumn('month', 'text', (column) => column.primaryKey().references('months.month'))
    .addColumn('manifest', 'text', (column) => column.notNull())
    .execute();
  for (const guard of GUARDS) await createGuard(db, dialect, { ...guard, refusal: 'a final month is never changed' });
}

const GUARDS: readonly Omit<Guard, 'refusal'>[] = [
  { name: 'final_manifests_stay', table: 'final_manifests', before: 'update' },
  { name: 'final_manifests_are_kept', table: 'final_manifests', before: 'delete' },
];
