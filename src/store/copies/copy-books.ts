import { type Kysely, sql } from 'kysely';
import { insertRows } from '../database/insert-rows.ts';
import { openStore } from '../database/open-store.ts';
import { lookAtPostgres } from '../postgres/open-postgres.ts';

/** Any table: what a copy knows of it is its columns. */
type AnyTables = Record<string, Record<string, unknown>>;
type AnyDatabase = Kysely<AnyTables>;

/** Rows that the server sends at once. */
const ROWS_AHEAD = 500;

/** What the copy of a server's books showed beside their rows. */
export interface CopiedBooks {
  /** Tells these books from others. */
  readonly booksId: string;
  /** Triggers that should keep final months as they are, and are not there or switched off. */
  readonly missingGuards: readonly string[];
}

/**
 * Copies the books on a server into a `revshare.sqlite` of its own, every row as it is at one moment, so that they are
 * looked at as a file is. The server is only read. Null when it has no books.
 *
 * @throws InvalidInput when the server cannot be used; NewerDatabase
 */
export async function copyBooks(url: string, directory: string): Promise<CopiedBooks | null> {
  const books = await lookAtPostgres(url);
  if (books === null) return null;
  try {
    const copy = await openStore(directory, books.version);
    try {
      const target = copy.db as unknown as AnyDatabase;
      const guards = await dropTriggers(target);
      // What refers to nothing is copied too, and found by looking at the copy.
      await sql`pragma foreign_keys = off`.execute(target);
      const { db, id: booksId } = books;
      return await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (transaction) => {
          for (const table of await tablesOf(target)) {
            await copyTable(transaction as unknown as AnyDatabase, target, table);
          }
          const live = await liveTriggers(transaction as unknown as AnyDatabase);
          return { booksId, missingGuards: guards.filter((name) => !live.has(name)) };
        });
    } finally {
      copy.flush();
      await copy.close();
    }
  } finally {
    await books.close();
  }
}

/** Rows with a number of their own in its order; the others have no order. */
async function copyTable(from: AnyDatabase, to: AnyDatabase, { name, columns }: Table): Promise<void> {
  const ordered = columns.includes('id') ? ['id'] : columns;
  const sorted = ordered.reduce((query, column) => query.orderBy(column), from.selectFrom(name).select(columns));
  const rows = sorted.stream(ROWS_AHEAD);
  await to.transaction().execute(async (transaction) => {
    await insertRows(transaction, name, rows, (row) => row);
  });
}

interface Table {
  readonly name: string;
  readonly columns: string[];
}

/** The tables that the migrations made, of this version and of those to come. */
async function tablesOf(copy: AnyDatabase): Promise<Table[]> {
  const { rows } = await sql<{ name: string; column: string }>`
    select m.name, c.name as column from sqlite_master m join pragma_table_info(m.name) c
    where m.type = 'table' order by m.name, c.cid`.execute(copy);
  const names = [...new Set(rows.map(({ name }) => name))];
  return names.map((name) => ({
    name,
    columns: rows.filter((row) => row.name === name).map(({ column }) => column),
  }));
}

/** A copy is written in any order. Returns what the triggers are called. */
async function dropTriggers(copy: AnyDatabase): Promise<string[]> {
  const { rows } = await sql<{
    name: string;
  }>`select name from sqlite_master where type = 'trigger' order by name`.execute(copy);
  for (const { name } of rows) await sql`drop trigger ${sql.id(name)}`.execute(copy);
  return rows.map(({ name }) => name);
}

/** `tgenabled`: D is switched off, R is for copies of the server only. */
async function liveTriggers(server: AnyDatabase): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ tgname: string }>`
    select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = current_schema()::regnamespace and not t.tgisinternal and t.tgenabled in ('O', 'A')`.execute(
    server,
  );
  return new Set(rows.map(({ tgname }) => tgname));
}
