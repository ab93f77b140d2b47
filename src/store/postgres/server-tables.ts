import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';

/**
 * What stands beside the books on a server: their version and name, where SQLite has `user_version`, and the lock of
 * the run, where a data directory has a file.
 */
export interface ServerTables {
  revshare_books: {
    /** Always `books`. */
    name: string;
    /** How many migrations have run. */
    version: bigint;
    /** Tells these books from others; a data directory notes it. */
    id: string;
  };
  revshare_lock: {
    /** `run`: the row that a run holds locked. `holder`: who it is, for others to read. */
    name: string;
    /** Grows with every run: a run that was believed dead is told by it. */
    term: bigint;
    /** JSON of the holder; empty when none has said who it is. */
    holder: string;
  };
}

export type ServerDatabase = Kysely<ServerTables>;

/** Version and name of the books; null when there are none in the schema. */
export async function booksOn(db: ServerDatabase): Promise<{ version: number; id: string } | null> {
  try {
    const row = await db.selectFrom('revshare_books').select(['version', 'id']).executeTakeFirst();
    return row === undefined ? null : { version: Number(row.version), id: row.id };
  } catch (error) {
    if (codeOf(error) === UNDEFINED_TABLE) return null;
    throw error;
  }
}

/** The same, and nobody else changes the version before the transaction ends. */
export async function booksHeld(db: Transaction<ServerTables>): Promise<{ version: number }> {
  const row = await db.selectFrom('revshare_books').select('version').forUpdate().executeTakeFirstOrThrow();
  return { version: Number(row.version) };
}

const TRIES = 5;

/** Makes the tables; two that do it at the same moment both succeed. */
export async function makeServerTables(db: ServerDatabase): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      await db.transaction().execute(makeMissing);
      return;
    } catch (error) {
      if (tried === TRIES || !MADE_BY_ANOTHER.includes(codeOf(error))) throw error;
    }
  }
}

const UNDEFINED_TABLE = '42P01';
/** CREATE TABLE IF NOT EXISTS looks first and makes then: unique_violation, duplicate_table, duplicate_object. */
const MADE_BY_ANOTHER: readonly string[] = ['23505', '42P07', '42710'];

async function makeMissing(db: Transaction<ServerTables>): Promise<void> {
  await db.schema
    .createTable('revshare_books')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('revshare_lock')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('term', 'bigint', (column) => column.notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .execute();
  await db
    .insertInto('revshare_lock')
    .values(['run', 'holder'].map((name) => ({ name, term: 0n, holder: '' })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto('revshare_books')
    .values({ name: 'books', version: 0n, id: randomUUID() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? '';
}
