import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { MIGRATIONS } from '../migrations/index.ts';
import { guardedDialect } from './guarded-dialect.ts';
import type { Tables } from './schema.ts';

/** The database, or a transaction of it. */
export type Database = Kysely<Tables>;

/** The money state, open: of a data directory, or on a server (postgres/open-postgres.ts). */
export interface Store {
  readonly db: Database;
  /** Tells books on a server from others; null for a file, which lies in its data directory. */
  readonly booksId: string | null;
  /** Whether this connection has written a row; null where that cannot be told, as on a server. */
  hasWritten(): boolean | null;
  /** Moves what was committed from SQLite's log into the database file, unless another process is reading. For the end. */
  flush(): void;
  close(): Promise<void>;
}

/** A database written by a newer version of revshare: it must not be touched. */
export class NewerDatabase extends Error {
  constructor(version: number) {
    super(`the database has version ${version}, this revshare knows versions up to ${MIGRATIONS.length}`);
    this.name = 'NewerDatabase';
  }
}

/** A database that SQLite cannot read: it must not be touched. */
export class DamagedDatabase extends Error {
  constructor(reason: string) {
    super(`revshare.sqlite cannot be read: ${reason}`);
    this.name = 'DamagedDatabase';
  }
}

/**
 * Opens `revshare.sqlite` in the data directory, makes it when it is missing, and brings it to the newest version.
 *
 * @param version for a copy of older books: brings it only so far
 * @throws NewerDatabase, DamagedDatabase
 */
export async function openStore(dataDirectory: string, version: number = MIGRATIONS.length): Promise<Store> {
  mkdirSync(dataDirectory, { recursive: true });
  const sqlite = new SQLite(join(dataDirectory, 'revshare.sqlite'));
  try {
    // Integers above 2^53 come back wrong as numbers.
    sqlite.defaultSafeIntegers(true);
    sqlite.pragma('busy_timeout = 10000');
    refuseNewer(sqlite);
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('cache_size = -65536');
    sqlite.pragma('temp_store = FILE');
    const db = new Kysely<Tables>({ dialect: guardedDialect(new SqliteDialect({ database: lastWriteKept(sqlite) })) });
    await migrate(db, sqlite, version);
    return {
      db,
      booksId: null,
      hasWritten: () => sqlite.prepare('select total_changes()').pluck().get() !== 0n,
      flush: () => {
        sqlite.pragma('busy_timeout = 0');
        sqlite.pragma('wal_checkpoint(TRUNCATE)');
      },
      close: async () => {
        await db.destroy();
        // kysely leaves open what was not asked anything.
        sqlite.close();
      },
    };
  } catch (error) {
    sqlite.close();
    const damaged = error instanceof SQLite.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code);
    throw damaged ? new DamagedDatabase(error.message) : error;
  }
}

/** Prepares a write once while it is repeated: many rows come in batches of one form. What reads may be open still. */
function lastWriteKept(sqlite: SQLite.Database): SqliteDatabase {
  let [last, written]: [string, SqliteStatement | null] = ['', null];
  return {
    close: () => sqlite.close(),
    prepare(text) {
      if (written !== null && text === last) return written;
      const statement = sqlite.prepare(text) as SqliteStatement;
      if (!statement.reader) [last, written] = [text, statement];
      return statement;
    },
  };
}

function refuseNewer(sqlite: SQLite.Database): number {
  const version = Number(sqlite.pragma('user_version', { simple: true }));
  if (version > MIGRATIONS.length) throw new NewerDatabase(version);
  return version;
}

/** All that is missing in one transaction. Runs that only read open the store without a lock: the version may change. */
async function migrate(db: Database, sqlite: SQLite.Database, wanted: number): Promise<void> {
  if (refuseNewer(sqlite) >= wanted) return;
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    const version = refuseNewer(sqlite);
    for (const migration of MIGRATIONS.slice(version, wanted))
      await migration.up(db as unknown as Kysely<unknown>, 'sqlite');
    // Part of the transaction: either the tables are there and the version says so, or neither.
    sqlite.pragma(`user_version = ${Math.max(version, wanted)}`);
    sqlite.exec('COMMIT');
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
    throw error;
  }
}
