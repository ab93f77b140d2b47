import { sql } from 'kysely';
import type { ImportRecord } from '../core/close/import-record.ts';
import type { VersionsToldBy } from '../core/close/input-kind.ts';
import { small } from './codec.ts';
import { setImportActive } from './imports.ts';
import type { Database } from './open-store.ts';

/**
 * A report of the same period and profile downloaded again replaces its earlier version (docs/inputs.md).
 *
 * @param versions how it is told to be one where a name does not tell the profile
 */
export async function replaceEarlierVersions(
  db: Database,
  mine: ImportRecord,
  versions: VersionsToldBy,
): Promise<void> {
  if (mine.period === '') return;
  // An earlier one of the same run may have replaced it: the last in their order is the one in force.
  await setImportActive(db, mine.id, true);
  const others = await db
    .selectFrom('imports')
    .select(['id', 'profile'])
    .where('kind', '=', mine.kind)
    .where('period', '=', mine.period)
    .where('active', '=', 1n)
    .where('id', '<>', BigInt(mine.id))
    .execute();
  for (const other of others) {
    const bothNamed = mine.profile !== '' && other.profile !== '';
    const isVersion = bothNamed
      ? mine.profile === other.profile
      : await TOLD_BY[versions](db, mine.id, small(other.id));
    if (isVersion) await setImportActive(db, small(other.id), false);
  }
}

const TOLD_BY: Readonly<Record<VersionsToldBy, (db: Database, mine: number, other: number) => Promise<boolean>>> = {
  period: () => Promise.resolve(true),
  'shared-transaction': sharesTransaction,
  'shared-small-row': sharesSmallRow,
};

async function sharesTransaction(db: Database, mine: number, other: number): Promise<boolean> {
  const shared = await db
    .selectFrom('transactions as a')
    .innerJoin('transactions as b', (join) =>
      join
        .onRef('a.group_key', '=', 'b.group_key')
        .onRef('a.kind', '=', 'b.kind')
        .onRef('a.at_ms', '=', 'b.at_ms')
        .onRef('a.gross', '=', 'b.gross'),
    )
    .select('a.id')
    .where('a.import_id', '=', BigInt(mine))
    .where('b.import_id', '=', BigInt(other))
    .limit(1)
    .executeTakeFirst();
  return shared !== undefined;
}

async function sharesSmallRow(db: Database, mine: number, other: number): Promise<boolean> {
  const shared = await db
    .selectFrom('small_rows as a')
    .innerJoin('small_rows as b', 'a.body', 'b.body')
    .select('a.id')
    .where('a.import_id', '=', BigInt(mine))
    .where('b.import_id', '=', BigInt(other))
    .limit(1)
    .executeTakeFirst();
  return shared !== undefined;
}

/** Rows of replaced reports that no report in force has any more, as a multiset. */
export interface VanishedRows {
  readonly sha256: string;
  readonly line: number;
  readonly provider: string;
  readonly group: string;
  readonly atMs: number;
  readonly rows: number;
}

export async function vanishedRows(db: Database): Promise<VanishedRows[]> {
  // Per content: how often a replaced report has it against how often the reports in force have it. The cross join makes
  // SQLite begin with the few reports of such periods, not with all rows.
  const found = await sql<{
    sha256: string;
    line: bigint;
    provider: string;
    group_key: string;
    at_ms: bigint;
    missing: bigint;
  }>`
    with counted as (
      select t.provider, t.group_key, t.kind, t.at_ms, t.currency, t.gross, t.fee, t.terms, i.id as import_id,
             i.sha256, i.active, count(*) as n, min(t.line) as line
      from imports i cross join transactions t
      where t.import_id = i.id
        and i.period in (select period from imports where active = 0 and period <> '')
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    ),
    in_force as (
      select provider, group_key, kind, at_ms, currency, gross, fee, terms, sum(n) as n
      from counted where active = 1 group by 1, 2, 3, 4, 5, 6, 7, 8
    )
    select min(r.sha256) as sha256, min(r.line) as line, r.provider, r.group_key, r.at_ms,
           max(r.n) - coalesce(max(f.n), 0) as missing
    from counted r left join in_force f using (provider, group_key, kind, at_ms, currency, gross, fee, terms)
    where r.active = 0
    group by r.provider, r.group_key, r.kind, r.at_ms, r.currency, r.gross, r.fee, r.terms
    having max(r.n) > coalesce(max(f.n), 0)
    order by r.provider, r.group_key, r.at_ms, r.kind, r.currency, r.gross, r.fee, r.terms`.execute(db);
  return found.rows.map((row) => ({
    sha256: row.sha256,
    line: small(row.line),
    provider: row.provider,
    group: row.group_key,
    atMs: small(row.at_ms),
    rows: small(row.missing),
  }));
}
