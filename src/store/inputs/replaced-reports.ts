import { sql } from 'kysely';
import type { VersionsToldBy } from '../../core/close/inputs/input-kind.ts';
import type { VanishedRows } from '../../core/close/inputs/vanished-rows.ts';
import { knownProvider } from '../../core/revenue/provider.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';

/**
 * Whether two reports of one period are versions of one, where their names do not tell the profile.
 *
 * @param versions how it is told
 */
export async function areVersions(db: Database, versions: VersionsToldBy, a: number, b: number): Promise<boolean> {
  return TOLD_BY[versions](db, a, b);
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

/** Whether an import has every row of another at least as often as that has it, whatever the order of the rows. */
export async function holdsAllRows(db: Database, larger: number, smaller: number): Promise<boolean> {
  const { rows } = await sql`
    with counted as (
      select import_id, provider, group_key, kind, at_ms, currency, gross, fee, product, terms, count(*) as n
      from transactions where import_id in (${BigInt(larger)}, ${BigInt(smaller)})
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    )
    select s.n
    from counted s left join counted l
      on l.import_id = ${BigInt(larger)} and l.provider = s.provider and l.group_key = s.group_key and l.kind = s.kind
     and l.at_ms = s.at_ms and l.currency = s.currency and l.gross = s.gross and l.fee = s.fee
     and l.product = s.product and l.terms = s.terms
    where s.import_id = ${BigInt(smaller)} and coalesce(l.n, 0) < s.n
    union all
    select s.n
    from (select body, count(*) as n from small_rows where import_id = ${BigInt(smaller)} group by body) s
    left join (select body, count(*) as n from small_rows where import_id = ${BigInt(larger)} group by body) l
      on l.body = s.body
    where coalesce(l.n, 0) < s.n
    limit 1`.execute(db);
  return rows.length === 0;
}

/** Rows of replaced reports that no report in force has any more, as a multiset. */
export async function vanishedRows(db: Database): Promise<VanishedRows[]> {
  // Per content: how often a replaced report has it against how often the reports in force have it. The cross join makes
  // SQLite begin with the few reports of such periods, not with all rows.
  const found = await sql<{
    sha256: string;
    line: bigint;
    provider: string;
    group_key: string;
    at_ms: bigint;
    kind: string;
    currency: string;
    gross: bigint;
    fee: bigint;
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
           r.kind, r.currency, r.gross, r.fee, max(r.n) - coalesce(max(f.n), 0) as missing
    from counted r left join in_force f using (provider, group_key, kind, at_ms, currency, gross, fee, terms)
    where r.active = 0
    group by r.provider, r.group_key, r.kind, r.at_ms, r.currency, r.gross, r.fee, r.terms
    having max(r.n) > coalesce(max(f.n), 0)
    order by r.provider, r.group_key, r.at_ms, r.kind, r.currency, r.gross, r.fee, r.terms`.execute(db);
  return found.rows.map((row) => ({
    provider: knownProvider(row.provider),
    group: row.group_key,
    atMs: small(row.at_ms),
    kind: row.kind,
    gross: row.gross,
    fee: row.fee,
    currency: row.currency,
    rows: small(row.missing),
    source: { input: row.sha256, line: small(row.line) },
  }));
}
