import { small } from './codec.ts';
import type { Database } from './open-store.ts';

/** A row of a small file, as its reader writes it. */
export interface SmallRow {
  readonly line: number;
  readonly body: string;
}

const BATCH = 500;

export async function insertSmallRows(
  db: Database,
  importId: number,
  kind: string,
  rows: readonly SmallRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) {
    await db
      .insertInto('small_rows')
      .values(rows.slice(start, start + BATCH).map((row) => ({ import_id: importId, kind, ...row })))
      .execute();
  }
}

/** The rows of a kind that are in force, with the input they come from, in the order of hash and line. */
export async function activeSmallRows(
  db: Database,
  kind: string,
): Promise<{ readonly body: string; readonly sha256: string; readonly line: number }[]> {
  const rows = await db
    .selectFrom('small_rows')
    .innerJoin('imports', 'imports.id', 'small_rows.import_id')
    .select(['small_rows.body', 'small_rows.line', 'imports.sha256'])
    .where('small_rows.kind', '=', kind)
    .where('imports.active', '=', 1n)
    .orderBy('imports.sha256')
    .orderBy('small_rows.line')
    .execute();
  return rows.map((row) => ({ body: row.body, sha256: row.sha256, line: small(row.line) }));
}
