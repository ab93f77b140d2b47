import type { Socket } from 'node:net';
import pg from 'pg';
import { type Patience, SilenceWatch } from './silence-watch.ts';

const CONNECT_TIMEOUT_MS = 20_000;
/** A connection that is silent while nothing is sent is asked for a sign of life by the system, then every second, ten times. */
const KEEP_ALIVE_MS = 20_000;
/** A server that has vanished does not say goodbye. */
const GOODBYE_MS = 3000;

export interface PoolOptions {
  readonly connections: number;
  /** How values come back; as pg has it where nobody says. */
  readonly types?: pg.CustomTypesConfig;
  readonly patience?: Patience;
}

/**
 * Connections to a PostgreSQL server that are opened when they are needed, and stay. One that breaks, or whose server
 * vanishes, fails its query, or the next one, within a minute; nothing is thrown beside a query.
 *
 * @param url as libpq writes it; it may hold a password
 */
export function connectionPool(url: string, { connections, types, patience }: PoolOptions): pg.Pool {
  const watch = watchOf(url, patience);
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    Client: EndingClient,
    ...(types === undefined ? {} : { types }),
    application_name: 'revshare',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // A connection lives as long as the run: another one would not know its settings.
    idleTimeoutMillis: 0,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  });
  // A connection that dies between two queries, in a transaction or not: the next query says so.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    // pg says whether it waits, its types do not.
    const isWaiting = (): boolean => (client as { readyForQuery?: boolean }).readyForQuery === false;
    watch.add({ socket: client.connection.stream as Socket, isWaiting });
  });
  return pool;
}

/** Ends a connection that was not let in, and one whose server does not say goodbye: both would keep the process. */
class EndingClient extends pg.Client {
  override connect(): Promise<pg.Client>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<pg.Client> | undefined {
    if (callback === undefined) return super.connect();
    super.connect((error: Error | null) => {
      if (error !== null) this.end(() => undefined);
      callback(error as Error);
    });
    return undefined;
  }

  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | undefined {
    setTimeout(() => this.connection.stream.destroy(), GOODBYE_MS).unref();
    if (callback === undefined) return super.end();
    super.end(callback);
    return undefined;
  }
}

/** One watch a server, for all connections of this process to it. */
const WATCHES = new Map<string, SilenceWatch>();

function watchOf(url: string, patience: Patience | undefined): SilenceWatch {
  const watch = WATCHES.get(url) ?? new SilenceWatch((withinMs) => answers(url, withinMs), patience);
  WATCHES.set(url, watch);
  return watch;
}

/** Whether a server answers on a new connection: a refusal is an answer too. */
async function answers(url: string, withinMs: number): Promise<boolean> {
  const client = new EndingClient({
    connectionString: url,
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    return error instanceof pg.DatabaseError;
  } finally {
    void client.end().catch(() => undefined);
  }
}
