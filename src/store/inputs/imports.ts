import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import { knownKind } from '../../core/close/inputs/input-kind.ts';
import type { InputOrigin } from '../../core/close/inputs/input-origin.ts';
import { optionalInstant, small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';

export type NewImport = Omit<ImportRecord, 'id' | 'active' | 'unfinished' | 'evidenceSha256' | 'lakeSha256' | 'origin'>;

/**
 * All imports, by kind, then by hash: an order that file names do not change.
 *
 * @throws Error for a kind that this version does not know: without its rows a month would be computed wrong
 */
export async function listImports(db: Database): Promise<ImportRecord[]> {
  const rows = await db.selectFrom('imports').selectAll().orderBy('kind').orderBy('sha256').execute();
  return rows.map((row) => ({
    id: small(row.id),
    sha256: row.sha256,
    kind: knownKind(row.kind),
    name: row.name,
    bytes: small(row.bytes),
    rows: small(row.rows),
    firstMs: optionalInstant(row.first_ms),
    lastMs: optionalInstant(row.last_ms),
    period: row.period,
    profile: row.profile,
    unfinished: row.unfinished === 1n,
    active: row.active === 1n,
    evidenceSha256: row.evidence_sha256,
    lakeSha256: row.lake_sha256,
    origin: row.origin === '' ? null : (JSON.parse(row.origin) as InputOrigin),
  }));
}

/** The job logs in force, by hash. */
export async function jobLogsInForce(db: Database): Promise<ImportRecord[]> {
  return (await listImports(db)).filter((record) => record.kind === 'job-log' && record.active);
}

/** How the person named an input, by its hash; the hash itself for one that is not in the books. */
export async function inputNames(db: Database): Promise<(sha256: string) => string> {
  const names = new Map((await listImports(db)).map(({ sha256, name }) => [sha256, name]));
  return (sha256) => names.get(sha256) ?? sha256;
}

/** Notes an input as taken; its rows follow. Returns its id. */
export async function insertImport(db: Database, record: NewImport): Promise<number> {
  const inserted = await db
    .insertInto('imports')
    .values({
      sha256: record.sha256,
      kind: record.kind,
      name: record.name,
      bytes: record.bytes,
      rows: record.rows,
      first_ms: record.firstMs,
      last_ms: record.lastMs,
      period: record.period,
      profile: record.profile,
      active: 1,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return small(inserted.id);
}

/** What reading the rows of an import showed. */
export async function completeImport(
  db: Database,
  id: number,
  found: Pick<ImportRecord, 'rows' | 'firstMs' | 'lastMs' | 'period' | 'unfinished'>,
): Promise<void> {
  await db
    .updateTable('imports')
    .set({
      rows: found.rows,
      first_ms: found.firstMs,
      last_ms: found.lastMs,
      period: found.period,
      unfinished: found.unfinished ? 1 : 0,
    })
    .where('id', '=', BigInt(id))
    .execute();
}

/** Calls an import by another name, and by what that says of it. */
export async function nameImport(
  db: Database,
  id: number,
  { name, period, profile }: Pick<ImportRecord, 'name' | 'period' | 'profile'>,
): Promise<void> {
  await db.updateTable('imports').set({ name, period, profile }).where('id', '=', BigInt(id)).execute();
}

/** Notes what is kept of an import: the hashes of its files in the evidence store and in the lake. */
export async function noteKept(
  db: Database,
  sha256: string,
  kept: { readonly evidenceSha256?: string; readonly lakeSha256?: string },
): Promise<void> {
  await db
    .updateTable('imports')
    .set({
      ...(kept.evidenceSha256 === undefined ? {} : { evidence_sha256: kept.evidenceSha256 }),
      ...(kept.lakeSha256 === undefined ? {} : { lake_sha256: kept.lakeSha256 }),
    })
    .where('sha256', '=', sha256)
    .execute();
}

/** Notes where an input came from. What was noted first stays: the same bytes may be fetched again. */
export async function noteOrigin(db: Database, sha256: string, { tool, address, time }: InputOrigin): Promise<void> {
  await db
    .updateTable('imports')
    .set({ origin: JSON.stringify({ tool, address, time }) })
    .where('sha256', '=', sha256)
    .where('origin', '=', '')
    .execute();
}

/** Takes an import and its rows out of the figures, or back in. */
export async function setImportActive(db: Database, id: number, active: boolean): Promise<void> {
  const value = active ? 1 : 0;
  await db.updateTable('imports').set({ active: value }).where('id', '=', BigInt(id)).execute();
  await db.updateTable('transactions').set({ active: value }).where('import_id', '=', BigInt(id)).execute();
}
