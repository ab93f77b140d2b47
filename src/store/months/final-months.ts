import type { FinalMonth } from '../../core/close/prior-periods/final-month.ts';
import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';

/** A month as the books know it, when it is final; null while it is open. */
export async function finalMonth(db: Database, month: Month): Promise<FinalMonth | null> {
  return (await listFinalMonths(db)).find((each) => each.month === month) ?? null;
}

/** Final months in order. */
export async function listFinalMonths(db: Database): Promise<FinalMonth[]> {
  const rows = await db.selectFrom('months').selectAll().orderBy('month').execute();
  return rows.map((row) => ({
    month: monthFromText(row.month),
    digest: row.digest,
    manifestSha256: row.manifest_sha256,
    carriedOut: row.carried_out,
    finalizedAt: row.finalized_at,
    finalizedBy: row.finalized_by,
    document: row.document,
    staged: row.staged,
    published: small(row.published) === 1,
  }));
}

export async function insertFinalMonth(db: Database, final: Omit<FinalMonth, 'published'>): Promise<void> {
  await db
    .insertInto('months')
    .values({
      month: formatMonth(final.month),
      digest: final.digest,
      manifest_sha256: final.manifestSha256,
      carried_out: final.carriedOut,
      finalized_at: final.finalizedAt,
      finalized_by: final.finalizedBy,
      document: final.document,
      staged: final.staged,
      published: 0,
    })
    .execute();
}

/** Its directory is in place: from here on the triggers keep every row of it. */
export async function markPublished(db: Database, month: Month): Promise<void> {
  await db.updateTable('months').set({ published: 1 }).where('month', '=', formatMonth(month)).execute();
}
