import pg from 'pg';
import { connectionPool } from '../../postgres/connection-pool.ts';
import type { DatabaseAddress } from './address.ts';

/** Whole numbers of every size come back as bigint; `sum` of a bigint is a numeric. */
const WHOLE_NUMBERS: readonly number[] = [
  pg.types.builtins.INT2,
  pg.types.builtins.INT4,
  pg.types.builtins.INT8,
  pg.types.builtins.NUMERIC,
];

/** How values come back: exact, and the same as from SQLite. A numeric with a fraction is refused, never rounded. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    WHOLE_NUMBERS.includes(oid) ? BigInt : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** Connections to the books. */
export function poolOf(address: DatabaseAddress, connections: number): pg.Pool {
  return connectionPool(address.url, { connections, types: TYPES });
}

/** What a server, a database or a user may be set to, and what a long run that holds transactions needs. */
const SESSION: Readonly<Record<string, string>> = {
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  default_transaction_isolation: 'read committed',
  // A machine that died is noticed within two minutes, and its lock released.
  tcp_keepalives_idle: '60',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '6',
};

/**
 * What is committed stays committed after a crash of the server (R16): a user or a database may be set to less. A server
 * that also waits for its standby to have applied it goes on doing so.
 */
const DURABLE_COMMIT = `set_config('synchronous_commit',
  case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply' else 'on' end, false)`;

/** Engines that speak the protocol lack some of the settings: what is not known there is left alone. */
const UNKNOWN_SETTING = /^(42704|0A000|22023)$/;

const PREPARED = new WeakSet<pg.PoolClient>();

/** A connection of a pool, set up. One that breaks meanwhile is given back: a pool ends only once it has all of them. */
export async function preparedClient(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  if (PREPARED.has(client)) return client;
  try {
    await prepareSession((text) => client.query(text));
  } catch (error) {
    client.release(true);
    throw error;
  }
  PREPARED.add(client);
  return client;
}

/** Sets up a new connection: in one question, or where an engine does not know every setting, one by one. */
async function prepareSession(query: (sql: string) => Promise<unknown>): Promise<void> {
  const settings = Object.entries(SESSION).map(([name, value]) => `set_config('${name}', '${value}', false)`);
  settings.push(DURABLE_COMMIT);
  if (await isKnown(query, settings.join(', '))) return;
  for (const setting of settings) await isKnown(query, setting);
}

async function isKnown(query: (sql: string) => Promise<unknown>, settings: string): Promise<boolean> {
  try {
    await query(`select ${settings}`);
    return true;
  } catch (error) {
    if (UNKNOWN_SETTING.test((error as { code?: string }).code ?? '')) return false;
    throw error;
  }
}
