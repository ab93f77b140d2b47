import { Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
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

/** Values must come and go alike whatever the server's own settings are (R1, R15). */
const SETTINGS = { TimeZone: 'UTC', DateStyle: 'ISO, YMD', standard_conforming_strings: 'on' };
const ROWS_AT_A_TIME = 5000;

/** @throws InvalidInput server-failed */
export async function openSession(source: TableSource): Promise<ServerSession> {
  const guard = <Result>(work: () => Promise<Result>): Promise<Result> => guarded(source, work);
  const pool = new pg.Pool({ connectionString: source.connection, max: 1, application_name: 'revshare' });
  // A connection that breaks between two queries fails the next one.
  pool.on('error', () => undefined);
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool, cursor: Cursor }) });
  try {
    return await guard(async () => {
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
    const next = await guarded(source, () => batches.next());
    if (next.done === true) return;
    yield* next.value.rows;
  }
}

/** What a server answers is no failure of this program: exit code 2, with the server's words. */
async function guarded<Result>({ table }: TableSource, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const told = wordsOf(error);
    if (told === null) throw error;
    throw new InvalidInput([problem('server-failed', { file: table }, told.message, told.remedy)]);
  }
}

interface Told {
  readonly message: string;
  readonly remedy?: string;
}

/** By SQLSTATE where the server answers, by the system's code where it does not. Null for what is neither. */
function wordsOf(error: unknown): Told | null {
  if (error instanceof AggregateError) return wordsOf(error.errors[0]);
  if (!(error instanceof Error)) return null;
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof pg.DatabaseError && code !== undefined) {
    const message = `the server says: ${error.message} (${code})`;
    const remedy = REMEDIES[code] ?? REMEDIES[code.slice(0, 2)];
    return remedy === undefined ? { message } : { message, remedy };
  }
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return { message: `the server does not answer (${code})` };
  return /^(Connection terminated|timeout)/i.test(error.message)
    ? { message: 'the server ended the connection' }
    : null;
}

const AGAIN = 'Run the same command again.';
const REMEDIES: Readonly<Record<string, string>> = {
  '28': 'Check user and password of usage.source.',
  '3D': 'Check the name of the database in usage.source.',
  '40': AGAIN,
  '42501': 'Let its user read the table: GRANT SELECT; nothing else is needed.',
  '53': 'The server is short of memory, disk or connections: mend that, and run the same command again.',
  '57014': 'It took longer than usage.source.timeout_seconds: raise that, or index completed_at and job_id.',
  '57P01': AGAIN,
};
