import type { Database } from './open-store.ts';

/**
 * What a data directory remembers between runs; `reread` where an older version read Stripe's exports (its migration says so),
 * `job-times` where times of its job logs were declared; `derived-files` which of them the runs that wrote have written.
 */
export type SettingName = 'config-path' | 'reread' | 'job-times' | 'derived-files';

export async function readSetting(db: Database, name: SettingName): Promise<string | null> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
}

/** What it says already is not written again. */
export async function writeSetting(db: Database, name: SettingName, value: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }).where('settings.value', '!=', value))
    .execute();
}

export async function clearSetting(db: Database, name: SettingName): Promise<void> {
  await db.deleteFrom('settings').where('name', '=', name).execute();
}
