import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import type { Database } from '../database/open-store.ts';
import { postedHash } from './final-postings.ts';
import { RowsHash } from './rows-hash.ts';

/** Rows that a server sends at once. */
const ROWS_AHEAD = 1000;

/** What a final month keeps beside its postings: the column that says of which month, and what is hashed of each row. */
const KEPT = {
  months: {
    of: 'month',
    columns: [
      'month',
      'digest',
      'manifest_sha256',
      'carried_out',
      'finalized_at',
      'finalized_by',
      'document',
      'staged',
    ],
  },
  decisions: {
    of: 'final_month',
    columns: ['month', 'code', 'subject', 'decision', 'note', 'decided_by', 'decided_at', 'withdrawn', 'final_month'],
  },
  final_earned: { of: 'month', columns: ['wallet', 'earned'] },
  final_small_rows: { of: 'month', columns: ['kind', 'body'] },
  final_usage: { of: 'month', columns: ['original_month', 'wallet', 'jobs', 'points'] },
} as const;

type KeptTable = keyof typeof KEPT;
const KEPT_TABLES = Object.keys(KEPT) as KeptTable[];
const POSTINGS = 'final_postings';

/** A table whose rows of a final month are not those with which it became final. */
export interface ChangedRows {
  readonly table: string;
  /** `YYYY-MM` */
  readonly month: string;
}

/** R16: records the hashes of what a month keeps, when all of it is there. @param after the last posting before the month's */
export async function keepFinalHashes(db: Database, month: Month, after: bigint): Promise<void> {
  const name = formatMonth(month);
  for (const table of KEPT_TABLES) await keep(db, name, table, await hashOfRows(db, table, name));
  await keep(db, name, POSTINGS, await postedHash(db, month, after));
}

/** Months that an earlier version closed, whose hashes are still to be taken, in order. */
export async function monthsWithoutHashes(db: Database): Promise<Month[]> {
  const rows = await db.selectFrom('final_hashes').select('month').where('sha256', '=', '').distinct().execute();
  return rows.map(({ month }) => monthFromText(month)).sort((a, b) => a - b);
}

/** R16: what final months keep beside their postings and is not as it was when they became final. */
export async function changedRows(db: Database): Promise<ChangedRows[]> {
  const recorded = await recordedHashes(db);
  const months = await finalNames(db);
  const changed: ChangedRows[] = [];
  for (const table of KEPT_TABLES) {
    for (const month of months) {
      if (recorded.get(`${month} ${table}`) !== (await hashOfRows(db, table, month))) changed.push({ table, month });
    }
    for (const month of await monthsIn(db, table)) if (!months.includes(month)) changed.push({ table, month });
  }
  return [...changed, ...(await otherManifests(db))];
}

/** Whose rows are there: rows of a month that never became final would be counted too. */
async function monthsIn(db: Database, table: KeptTable): Promise<string[]> {
  const month = sql.ref<string>(KEPT[table].of);
  const rows = await db.selectFrom(table).select(month.as('name')).where(month, 'is not', null).distinct().execute();
  return rows.map(({ name }) => name);
}

/** The row of the month vouches for its manifest. */
async function otherManifests(db: Database): Promise<ChangedRows[]> {
  const rows = await db
    .selectFrom('final_manifests')
    .leftJoin('months', 'months.month', 'final_manifests.month')
    .select(['final_manifests.month', 'manifest', 'manifest_sha256'])
    .orderBy('final_manifests.month')
    .execute();
  const other = rows.filter(({ manifest, manifest_sha256: sha256 }) => hash('sha256', manifest) !== sha256);
  return other.map(({ month }) => ({ table: 'final_manifests', month }));
}

/** R16: final months whose postings are not those with which they became final. @param found their hashes as they are now */
export async function changedPostings(db: Database, found: ReadonlyMap<string, string>): Promise<ChangedRows[]> {
  const recorded = await recordedHashes(db);
  const months = await finalNames(db);
  const changed = months.filter((month) => recorded.get(`${month} ${POSTINGS}`) !== (found.get(month) ?? NO_ROWS));
  const unknown = [...found.keys()].filter((month) => !months.includes(month));
  return [...changed, ...unknown].map((month) => ({ table: POSTINGS, month }));
}

const NO_ROWS = new RowsHash().digest();

async function finalNames(db: Database): Promise<string[]> {
  return (await db.selectFrom('months').select('month').orderBy('month').execute()).map(({ month }) => month);
}

async function recordedHashes(db: Database): Promise<Map<string, string>> {
  const rows = await db.selectFrom('final_hashes').selectAll().execute();
  return new Map(rows.map(({ month, name, sha256 }) => [`${month} ${name}`, sha256]));
}

async function keep(db: Database, month: string, name: string, sha256: string): Promise<void> {
  await db
    .insertInto('final_hashes')
    .values({ month, name, sha256 })
    .onConflict((conflict) => conflict.columns(['month', 'name']).doUpdateSet({ sha256 }))
    .execute();
}

/** Over the rows as JSON, in the order of their columns: whatever order a database has them in. */
async function hashOfRows(db: Database, table: KeptTable, month: string): Promise<string> {
  const { of, columns } = KEPT[table];
  const names = columns.map((column) => sql.ref<bigint | string | null>(`${table}.${column}`).as(column));
  const sorted = columns.reduce(
    (query, column) => query.orderBy(sql.ref(column)),
    db.selectFrom(table).select(names).where(sql.ref<string>(of), '=', month),
  );
  const hashed = new RowsHash();
  for await (const row of sorted.stream(ROWS_AHEAD)) {
    hashed.add(`${JSON.stringify(Object.values(row).map((value) => (value === null ? null : String(value))))}\n`);
  }
  return hashed.digest();
}
