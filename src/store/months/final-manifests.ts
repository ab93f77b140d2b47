import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import type { Database } from '../database/open-store.ts';

/** Keeps the manifest.json of a final month; the month's own row vouches for it by its SHA-256. */
export async function insertFinalManifest(db: Database, month: Month, manifest: string): Promise<void> {
  await db
    .insertInto('final_manifests')
    .values({ month: formatMonth(month), manifest })
    .execute();
}

/** The manifests that are kept, by month; those of months that an earlier version closed may be missing. */
export async function finalManifests(db: Database): Promise<Map<Month, string>> {
  const rows = await db.selectFrom('final_manifests').selectAll().orderBy('month').execute();
  return new Map(rows.map(({ month, manifest }) => [monthFromText(month), manifest]));
}

/** The months whose manifest is kept. */
export async function monthsWithManifest(db: Database): Promise<Set<Month>> {
  const rows = await db.selectFrom('final_manifests').select('month').execute();
  return new Set(rows.map(({ month }) => monthFromText(month)));
}
