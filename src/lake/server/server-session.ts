import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import pg from 'pg';
import type { JobTimes } from '../../core/usage/job-times.ts';
import { isConnectionLoss } from '../../postgres/connection-loss.ts';
import { connectionPool } from '../../postgres/connection-pool.ts';
import { type Copied, copyOut } from '../../postgres/copy-out.ts';
import { ConnectionLost } from '../../problems/connection-lost.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';

/** Where the jobs of a server are: `usage.source` of revshare.yaml. */
export interface TableSource {
  /** A connection string: it may hold a password, and is never shown. */
  readonly connection: string;
  /** `schema.table` or `table`, each name as it is written there, letter case included. */
  readonly table: string;
  /** How times are meant that do not say it; default: all say it. */
  readonly times?: JobTimes;
  /** A query that takes longer is given up by the server; 0 waits for ever. */
  readonly timeoutSeconds: number;
}

/** One read-only transaction: every query sees the table as it was at the first one. Close it. */
export interface ServerSession {
  /** All rows; bigint and numeric come as text, so that nothing is rounded. */
  rows<Row>(query: RawBuilder<Row>): Promise<Row[]>;
  /** Writes the rows of a query without parameters into a new file as CSV, after a first line, in bounded memory. */
  copy(query: RawBuilder<unknown>, firstLine: string, path: string): Promise<Copied>;
  close(): Promise<void>;
}

/**
 * Values must come and go alike whatever the server's own settings are (R1, R15). Rows that a policy of the table hides
 * from this user are an error of the server's, never silently not there.
 */
const SETTINGS = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  // Rows that did not change come in one order, so that they are known again.
  synchronize_seqscans: 'off',
  standard_conforming_strings: 'on',
  row_security: 'off',
  idle_in_transaction_session_timeout: '0',
};

interface Told {
  readonly message: string;
  readonly remedy?: string;
}

const ADDRESS = /^postgres(ql)?:\/\//;
const NO_ADDRESS: Told = {
  message: 'usage.source.connection is no address like postgres://user@host:5432/database',
  remedy: 'Correct it, or the environment variable that it names.',
};

/** Makes text of a query; asks nothing. */
const COMPILER = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** @throws InvalidInput server-failed; ConnectionLost, from every query too */
export async function openSession(source: TableSource): Promise<ServerSession> {
  if (!ADDRESS.test(source.connection)) throw serverFailed(source, NO_ADDRESS);
  const pool = connectionPool(source.connection, { connections: 1 });
  try {
    const client = await guarded(source, unreachable, () => begin(pool, source));
    return {
      rows: <Row>(query: RawBuilder<Row>) => guarded(source, lost, () => rowsOf(client, query)),
      copy: (query, firstLine, path) => {
        const text = `COPY (${query.compile(COMPILER).sql}) TO STDOUT WITH (FORMAT csv)`;
        return guarded(source, lost, () => copyOut(client, text, firstLine, path));
      },
      close: async () => {
        // Only read: the server ends the transaction with its connection.
        client.release(true);
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function begin(pool: pg.Pool, { timeoutSeconds }: TableSource): Promise<pg.PoolClient> {
  const client = await pool.connect();
  try {
    await client.query('START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const settings = { ...SETTINGS, statement_timeout: `${timeoutSeconds * 1000}` };
    for (const setting of Object.entries(settings)) await client.query('SELECT set_config($1, $2, true)', setting);
    return client;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function rowsOf<Row>(client: pg.PoolClient, query: RawBuilder<Row>): Promise<Row[]> {
  const { sql, parameters } = query.compile(COMPILER);
  return (await client.query(sql, [...parameters])).rows as Row[];
}

/** What is thrown where the server does not answer. */
type WhenSilent = (source: TableSource, error: Error) => Error;

const unreachable: WhenSilent = (source, error) => {
  if (error instanceof pg.DatabaseError) return serverFailed(source, wordsOf(error));
  const { code } = error as NodeJS.ErrnoException;
  const message = code === undefined ? 'the server ended the connection' : `the server does not answer (${code})`;
  return serverFailed(source, { message });
};

const lost: WhenSilent = ({ table }, error) => new ConnectionLost(table, { cause: error });

/** What a server answers is no failure of this program: exit code 2, with the server's words. */
async function guarded<Result>(
  source: TableSource,
  whenSilent: WhenSilent,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    const error: unknown = thrown instanceof AggregateError ? thrown.errors[0] : thrown;
    if (!(error instanceof Error)) throw error;
    if (isConnectionLoss(error)) throw whenSilent(source, error);
    throw error instanceof pg.DatabaseError ? serverFailed(source, wordsOf(error)) : error;
  }
}

function serverFailed({ table }: TableSource, { message, remedy }: Told): InvalidInput {
  return new InvalidInput([problem('server-failed', { file: table }, message, remedy)]);
}

/** By SQLSTATE. */
function wordsOf({ message, code = '' }: pg.DatabaseError): Told {
  const remedy = REMEDIES[code] ?? REMEDIES[code.slice(0, 2)];
  return { message: `the server says: ${message} (${code})`, ...(remedy === undefined ? {} : { remedy }) };
}

const AGAIN = 'Run the same command again.';
const REMEDIES: Readonly<Record<string, string>> = {
  '28': 'Check user and password of usage.source.',
  '3D': 'Check the name of the database in usage.source.',
  '40': AGAIN,
  '42501':
    'Let its user read the whole table: GRANT SELECT; where row-level security is on, also BYPASSRLS, or name a view of the ' +
    'owner of the table.',
  '53': 'The server is short of memory, disk or connections: mend that, and run the same command again.',
  '57014': 'It took longer than usage.source.timeout_seconds: raise that, or index completed_at and job_id.',
};
