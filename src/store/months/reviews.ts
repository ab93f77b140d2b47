import type { Database } from '../database/open-store.ts';

/** Remembers what a month looked like when its digest was printed, so that a stale digest can be explained. */
export async function keepReview(db: Database, month: string, digest: string, document: string): Promise<void> {
  await db
    .insertInto('reviews')
    .values({ month, digest, document })
    .onConflict((conflict) =>
      conflict.columns(['month', 'digest']).doUpdateSet({ document }).where('reviews.document', '!=', document),
    )
    .execute();
}

/** The review whose digest begins like this; null when none was printed. */
export async function reviewOf(db: Database, month: string, digestStart: string): Promise<string | null> {
  const rows = await db
    .selectFrom('reviews')
    .select(['digest', 'document'])
    .where('month', '=', month)
    .orderBy('digest')
    .execute();
  return rows.find((row) => row.digest.startsWith(digestStart))?.document ?? null;
}
