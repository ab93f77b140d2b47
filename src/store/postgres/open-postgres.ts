import { Kysely, sql } from 'kysely';
import { guardedDialect } from '../database/guarded-dialect.ts';
import { type Database, NewerDatabase, type Store } from '../database/open-store.ts';
import type { Tables } from '../database/schema.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { type DatabaseAddress, readAddress } from './address.ts';
import { PORTABLE_TYPES } from './portable-types.ts';
import { databaseProblem, unsuitable } from './problems.ts';
import { type AfterBegin, serverDialect } from './server-dialect.ts';
import { booksHeld, booksOn, makeServerTables, type ServerDatabase } from './server-tables.ts';

/** The money state on a server. */
export interface ServerStore extends Store {
  readonly booksId: string;
}

/**
 * Opens the books in the schema that the connection begins in, makes their tables when they are missing, and brings
 * them to the newest version.
 *
 * @param afterBegin runs first in every transaction
 * @throws InvalidInput when the server cannot be used; NewerDatabase
 */
export async function openPostgres(url: string, afterBegin: AfterBegin = inAnyCase): Promise<ServerStore> {
  const address = readAddress(url);
  const db = new Kysely<Tables>({ dialect: guardedDialect(serverDialect(address, afterBegin)) });
  try {
    const booksId = await bringUp(db, address);
    return { db, booksId, hasWritten: () => null, flush: () => undefined, close: () => db.destroy() };
  } catch (error) {
    await db.destroy();
    throw databaseProblem(error, address) ?? error;
  }
}

/** Books on a server that are only looked at: nothing is made, nothing migrated. */
export interface ServerBooks {
  readonly db: Database;
  readonly version: number;
  /** Tells these books from others. */
  readonly id: string;
  close(): Promise<void>;
}

/**
 * Opens the books without changing anything. Null when there are none in the schema.
 *
 * @throws InvalidInput when the server cannot be used; NewerDatabase
 */
export async function lookAtPostgres(url: string): Promise<ServerBooks | null> {
  const address = readAddress(url);
  const db = new Kysely<Tables>({ dialect: serverDialect(address, inAnyCase) });
  try {
    const found = await booksOn(db as unknown as ServerDatabase);
    if (found !== null) return { db, id: found.id, version: refuseNewer(found.version), close: () => db.destroy() };
    await db.destroy();
    return null;
  } catch (error) {
    await db.destroy();
    throw databaseProblem(error, address) ?? error;
  }
}

const inAnyCase: AfterBegin = () => Promise.resolve();

/** Returns the id of the books. */
async function bringUp(db: Database, address: DatabaseAddress): Promise<string> {
  const server = db as unknown as ServerDatabase;
  const found = await booksOn(server);
  if (found !== null && refuseNewer(found.version) === MIGRATIONS.length) return found.id;
  await refuseOtherText(db, address);
  if (found === null) await makeServerTables(server);
  await migrate(server);
  const made = await booksOn(server);
  if (made === null) throw new Error(`the books in ${address.shown} are gone`);
  return made.id;
}

function refuseNewer(version: number): number {
  if (version > MIGRATIONS.length) throw new NewerDatabase(version);
  return version;
}

/** Text of every language has to fit, and to come back as it was. */
async function refuseOtherText(db: Database, address: DatabaseAddress): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(db);
  const encoding = rows[0]?.server_encoding ?? '';
  if (!/^utf-?8$/i.test(encoding))
    throw unsuitable(address, `its encoding is ${encoding}, and only UTF8 holds every text`);
}

/** All that is missing in one transaction; another run that does the same waits, and finds it done. */
async function migrate(db: ServerDatabase): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const { version } = await booksHeld(transaction);
    const tables = transaction.withPlugin(PORTABLE_TYPES) as unknown as Kysely<unknown>;
    for (const migration of MIGRATIONS.slice(refuseNewer(version))) await migration.up(tables, 'postgres');
    await transaction
      .updateTable('revshare_books')
      .set({ version: BigInt(MIGRATIONS.length) })
      .execute();
  });
}
