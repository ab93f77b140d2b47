import { Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import { isConnectionLoss } from '../../postgres/connection-loss.ts';
import { connectionPool } from '../../postgres/connection-pool.ts';
import { SettlingCursor } from '../../postgres/settling-cursor.ts';
import { ConnectionLost } from '../../problems/connection-lost.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';

/** Where the jobs of a server are: `usage.source` of revshare.yaml. */
export interface TableSource {
  /** A connection string: it may hold a password, and is never shown. */
  readonly connection: string;
  /** `schema.table` or `table`, each name as it is written there, letter case included. */
  readonly table: string;
  /** A query that takes longer is given up by the server; 0 waits for ever. */
  readonly timeoutSeconds: number;
}

/** One read-only transaction: every query sees the table as it was at the first one. Close it. */
export interface ServerSession {
  /** All rows; bigint and numeric come as text, so that nothing is rounded. */
  rows<Row>(query: RawBuilder<Row>): Promise<Row[]>;
  /** The rows one by one, in bounded memory. */
  stream<Row>(query: RawBuilder<Row>): AsyncIterable<Row>;
  close(): Promise<void>;
}

/**
 * Values must come and go alike whatever the server's own settings are (R1, R15). Rows that a policy of the table hides
 * from this user are an error of the server's, never silently not there.
 */
const SETTINGS = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  standard_conforming_strings: 'on',
  row_security: 'off',
  idle_in_transaction_session_timeout: '0',
};
const ROWS_AT_A_TIME = 5000;

interface Told {
  readonly message: string;
  readonly remedy?: string;
}

const ADDRESS = /^postgres(ql)?:\/\//;
const NO_ADDRESS: Told = {
  message: 'usage.source.connection is no address like postgres://user@host:5432/database',
  remedy: 'Correct it, or the environment variable that it names.',
};

/** @throws InvalidInput server-failed; ConnectionLost, from every query too */
export async function openSession(source: TableSource): Promise<ServerSession> {
  const guard = <Result>(work: () => Promise<Result>): Promise<Result> => guarded(source, lost, work);
  if (!ADDRESS.test(source.connection)) throw serverFailed(source, NO_ADDRESS);
  const pool = connectionPool(source.connection, { connections: 1 });
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool, cursor: SettlingCursor }) });
  try {
    return await guarded(source, unreachable, async () => {
      const transaction = await database
        .startTransaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute();
      const settings = { ...SETTINGS, statement_timeout: `${source.timeoutSeconds * 1000}` };
      for (const [name, value] of Object.entries(settings)) {
        await sql`SELECT set_config(${name}, ${value}, true)`.execute(transaction);
      }
      return {
        rows: <Row>(query: RawBuilder<Row>) => guard(async () => (await query.execute(transaction)).rows),
        stream: <Row>(query: RawBuilder<Row>) => {
          const compiled = query.compile(transaction);
          return guardedStream(source, transaction.getExecutor().stream<Row>(compiled, ROWS_AT_A_TIME));
        },
        close: async () => {
          await transaction
            .rollback()
            .execute()
            .catch(() => undefined);
          await database.destroy();
        },
      };
    });
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

async function* guardedStream<Row>(
  source: TableSource,
  batches: AsyncIterableIterator<{ readonly rows: Row[] }>,
): AsyncIterable<Row> {
  for (;;) {
    const next = await guarded(source, lost, () => batches.next());
    if (next.done === true) return;
    yield* next.value.rows;
  }
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
