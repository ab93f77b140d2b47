import { CompiledQuery, type DatabaseConnection } from 'kysely';
import type pg from 'pg';
import { DataDirectoryLocked, type LockHolder, LockLost } from '../database/lock.ts';
import { type DatabaseAddress, readAddress } from './address.ts';
import { poolOf, preparedClient } from './connect.ts';
import { openPostgres } from './open-postgres.ts';
import { databaseProblem } from './problems.ts';
import type { AfterBegin } from './server-dialect.ts';

/** The lock of a run on its books, held by a transaction of its own connection. */
export interface RunLock {
  /** Refuses a transaction of this run when another run has taken the lock since. */
  readonly fence: AfterBegin;
  release(): Promise<void>;
}

const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Takes the one lock of the books on a server, or says who has it; never waits. A row is locked for as long as the
 * connection lives, so the server frees a dead holder's lock. Every engine with row locks knows this, those without
 * advisory locks too.
 *
 * @throws DataDirectoryLocked, InvalidInput when the server cannot be used, NewerDatabase
 */
export async function lockBooks(url: string, holder: LockHolder): Promise<RunLock> {
  const address = readAddress(url);
  // The tables have to be there before a row of theirs can be locked.
  await (await openPostgres(url)).close();
  const pool = poolOf(address, 2);
  try {
    const session = await takeRow(pool, address);
    const term = await sayWho(pool, holder).catch((error: unknown) => {
      session.release(true);
      throw error;
    });
    return {
      fence: (connection) => refuseAfterLoss(connection, term, address),
      release: () => release(pool, session, term),
    };
  } catch (error) {
    await pool.end();
    throw databaseProblem(error, address) ?? error;
  }
}

async function takeRow(pool: pg.Pool, address: DatabaseAddress): Promise<pg.PoolClient> {
  const session = await preparedClient(pool);
  try {
    await session.query('begin');
    await session.query("select term from revshare_lock where name = 'run' for update nowait");
    return session;
  } catch (error) {
    session.release(true);
    if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
    throw new DataDirectoryLocked(address.shown, await readHolder(pool));
  }
}

/** Committed at once, for others to read. Waits for a transaction of a run whose lock was lost, if one is still going on. */
async function sayWho(pool: pg.Pool, holder: LockHolder): Promise<bigint> {
  const { rows } = await pool.query<{ term: bigint }>(
    "update revshare_lock set term = term + 1, holder = $1 where name = 'holder' returning term",
    [JSON.stringify(holder)],
  );
  if (rows[0] === undefined) throw new Error('the lock table has no row for the holder');
  return rows[0].term;
}

async function readHolder(pool: pg.Pool): Promise<LockHolder | null> {
  const { rows } = await pool.query<{ holder: string }>("select holder from revshare_lock where name = 'holder'");
  const text = rows[0]?.holder ?? '';
  return text === '' ? null : (JSON.parse(text) as LockHolder);
}

/** The row stays as it is until the transaction ends: a run that comes later waits to say who it is. */
async function refuseAfterLoss(connection: DatabaseConnection, term: bigint, address: DatabaseAddress): Promise<void> {
  const asked = CompiledQuery.raw("select term from revshare_lock where name = 'holder' for share");
  const { rows } = await connection.executeQuery<{ term: bigint }>(asked);
  if (rows[0]?.term !== term) throw new LockLost(address.shown);
}

/**
 * Given back by the connection that holds it, before anybody is told that the run has ended: the next one may begin at
 * once. A lock that cannot be given back is freed with its connection.
 */
async function release(pool: pg.Pool, session: pg.PoolClient, term: bigint): Promise<void> {
  const forget = "update revshare_lock set holder = '' where name = 'holder' and term = $1";
  await session
    .query(forget, [term])
    .then(() => session.query('commit'))
    .catch(() => undefined);
  session.release(true);
  await pool.end();
}
