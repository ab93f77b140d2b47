import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monthFromText } from '../../src/core/month/month.ts';
import type { JobTimes } from '../../src/core/usage/job-times.ts';
import { openLake, sqlText } from '../../src/lake/engine/duckdb.ts';
import { openJobTable } from '../../src/lake/server/job-table.ts';
import { openSession } from '../../src/lake/server/server-session.ts';
import { InvalidInput, type Problem } from '../../src/problems/problem.ts';
import { times } from '../running/long-form.ts';
import { type PostgresServer, startPostgres } from '../running/postgres-server.ts';
import { csvOf, freshDirectory, importText, type JobFields, jobFields } from '../worlds/job-logs.ts';
import { JobTables, type ShapeName } from '../worlds/job-table.ts';
import { OCTOBER, POLICY, SEPTEMBER } from '../worlds/usage-of-logs.ts';

/** A table is refused for what a job log is refused for, and says which jobs it is about. */

const TEMPORARY = freshDirectory();
const READING = { tempDir: TEMPORARY, derivedDir: freshDirectory(), believesKept: true, threads: 1 };
const WALLET = '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153';
let server: PostgresServer;
let tables: JobTables;

beforeAll(async () => {
  server = await startPostgres();
  tables = await JobTables.open(server.url);
});
afterAll(async () => {
  await tables?.close();
  await server?.stop();
});

async function problemsIn(table: string, connection = server.url, timeoutSeconds = 0): Promise<readonly Problem[]> {
  try {
    await openJobTable({ connection, table, timeoutSeconds }, READING);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
}

async function problemsOfRows(jobs: readonly JobFields[], shape: ShapeName = 'canonical'): Promise<string[]> {
  const table = await tables.add(jobs, shape);
  const problems = await problemsIn(table);
  for (const { place } of problems) expect(place).toEqual({ file: table });
  return problems.map(({ code, message }) => `${code}: ${message}`);
}

describe('a faulty row', () => {
  const seconds = String(Date.UTC(2026, 9, 5) / 1000);
  const cases: [string, JobFields, ShapeName, string][] = [
    [
      'no id',
      { job_id: '' },
      'canonical',
      'missing-value: a job without an id: job_id (or id, jobId, jobID) is empty; every job needs it',
    ],
    [
      'no model',
      { model_id: '' },
      'canonical',
      'missing-value: job "job-1": model_id (or modelId) is empty; a completed job needs it',
    ],
    [
      'the zero address as worker',
      { worker_wallet: `0x${'0'.repeat(40)}` },
      'canonical',
      `not-a-wallet: job "job-1": worker_wallet "0x${'0'.repeat(40)}" is the zero address, which nobody has`,
    ],
    ['a blank status', { status: ' ' }, 'canonical', 'missing-value: job "job-1": status is empty; every job needs it'],
    [
      'negative',
      { render_spark: '-0.000001' },
      'canonical',
      'negative-amount: job "job-1": render_spark "-0.000001" is negative',
    ],
    [
      'seven decimals',
      { render_spark: '1.0000001' },
      'sdk',
      'too-many-digits: job "job-1": render_spark "1.0000001" has more than 12 digits before the dot or 6 after it',
    ],
    [
      'thirteen digits',
      { render_spark: '1000000000000' },
      'sdk',
      'too-many-digits: job "job-1": render_spark "1000000000000" has more than 12 digits before the dot or 6 after it',
    ],
    [
      'NaN',
      { render_spark: 'NaN' },
      'canonical',
      'not-an-amount: job "job-1": render_spark "NaN" is not a plain decimal number',
    ],
    [
      'infinity',
      { render_spark: 'Infinity' },
      'canonical',
      'not-an-amount: job "job-1": render_spark "Infinity" is not a plain decimal number',
    ],
    [
      'seconds',
      { completed_at: seconds },
      'loose',
      `not-a-time: job "job-1": completed_at "${seconds}" is neither an ISO 8601 time nor 13 digits of Unix milliseconds`,
    ],
    [
      'never',
      { completed_at: 'infinity' },
      'canonical',
      'not-a-time: job "job-1": completed_at "infinity" is neither an ISO 8601 time nor 13 digits of Unix milliseconds',
    ],
    [
      'wallet',
      { worker_wallet: 'kiln' },
      'canonical',
      'not-a-wallet: job "job-1": worker_wallet "kiln" is not 0x and 40 hexadecimal digits',
    ],
    [
      'checksum',
      { subscriber_wallet: WALLET.replace('C', 'c') },
      'canonical',
      `wrong-checksum: job "job-1": subscriber_wallet "${WALLET.replace('C', 'c')}" has upper and lower case letters that do not fit its EIP-55 checksum`,
    ],
    ['trial', { trialing: 'maybe' }, 'loose', 'not-a-boolean: job "job-1": trialing "maybe" is neither true nor false'],
  ];
  it.each(cases)('is told: %s', async (_, fields, shape, expected) => {
    expect(await problemsOfRows([jobFields({ job_id: 'good' }), jobFields(fields)], shape)).toEqual([expected]);
  });

  it('that did not complete needs less', async () => {
    const failed = { status: 'failed', model_id: '', render_spark: '', worker_wallet: '', completed_at: '' };
    expect(await problemsOfRows([jobFields(failed)])).toEqual([]);
  });

  it('is refused by the server as by the import, word for word', async () => {
    const pick = (...values: string[]) => fc.constantFrom(...values);
    const anyRow = fc.record({
      job_id: pick('a', 'b', 'c', 'd', ''),
      completed_at: pick('1790000000000', '1790000000000', '1790000000', '0', '-1', '10000000000000', ''),
      status: pick('completed', 'completed', 'failed', ''),
      payment_model: pick('subscription', ''),
      trialing: pick('true', 'FALSE', '', 'yes'),
      worker_wallet: pick(
        WALLET,
        WALLET.toLowerCase(),
        WALLET.replace('C', 'c'),
        WALLET.slice(0, 41),
        `${WALLET}0`,
        '',
      ),
      subscriber_wallet: pick(WALLET, WALLET.toUpperCase(), `0x${WALLET.slice(2).toUpperCase()}`, '', 'x\ny'),
      model_id: pick('flux', ''),
      render_spark: pick('0', '0.000001', '999999999999.999999', '1000000000000', '0.0000001', '-1', 'NaN', ''),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 6 }), async (rows) => {
        const { result } = await importText(csvOf(rows), 'csv');
        const problems = 'problems' in result ? result.problems : [];
        const expected = problems.map(({ code, message }) => `${code}: ${message}`).sort();
        const told = await problemsOfRows(rows, 'loose');
        expect(told.map((each) => each.replace(/: (job "[a-d]"|a job without an id): /, ': ')).sort()).toEqual(
          expected,
        );
      }),
      { numRuns: times(20, 120) },
    );
  });
});

describe('a table that cannot be used', () => {
  const codes = async (...args: Parameters<typeof problemsIn>): Promise<string[]> =>
    (await problemsIn(...args)).map(({ code, message }) => `${code}: ${message}`);

  it('is not there', async () => {
    expect(await codes('public.nothing')).toEqual([
      'no-such-path: the server has no table public.nothing that this user can see',
    ]);
  });

  it('lacks columns, names them twice, or has types from which nothing exact can be read', async () => {
    await tables.run(`CREATE TABLE odd (id text, "jobId" text, status text, completed_at timestamp, trialing integer,
      model_id json, "renderSpark" real)`);
    expect((await codes('odd')).sort()).toEqual([
      'duplicate-column: "jobId" is a second column that means job_id',
      'missing-column: there is no column payment_model (or paymentModel)',
      'missing-column: there is no column worker_wallet (or worker.address)',
      'unusable-column: the column completed_at is of the type timestamp without time zone; completed_at has to be timestamp with time zone, or bigint with Unix milliseconds (others by usage.times of revshare.yaml)',
      'unusable-column: the column model_id is of the type json; model_id has to be a text',
      'unusable-column: the column renderSpark is of the type real; render_spark has to be numeric, or an integer type',
    ]);
  });

  it('has rows that one of its columns marks as deleted', async () => {
    const table = await tables.add(['a', 'b', 'c'].map((id) => jobFields({ job_id: id })));
    await tables.run(
      `ALTER TABLE ${table} ADD "__deleted" boolean, ADD _sdc_deleted_at timestamptz, ADD op text DEFAULT ' c '`,
    );
    expect(await codes(table)).toEqual([]);
    await tables.run(`UPDATE ${table} SET "__deleted" = job_id > 'a'`);
    await tables.run(`UPDATE ${table} SET _sdc_deleted_at = '2026-10-06 00:00:00Z', op = 'D' WHERE job_id = 'c'`);
    expect(await codes(table)).toEqual([
      'deleted-row: job "b": the column __deleted says "true": the row is marked as deleted (the first of 2)',
      'deleted-row: job "c": the column _sdc_deleted_at says "2026-10-06 00:00:00+00": the row is marked as deleted',
      'deleted-row: job "c": the column op says "D": the row is marked as deleted',
    ]);
  });

  it('has times without a zone, seconds, and flags as numbers: read where that is declared', async () => {
    await tables.run(`CREATE TABLE declared AS SELECT 'a' AS job_id, timestamp '2026-11-01 01:59:59.999999' AS completed_at,
      'completed' AS status, 'subscription' AS payment_model, 1::smallint AS trialing, '${WALLET}' AS worker_wallet,
      NULL::text AS subscriber_wallet, 'flux' AS model_id, 1.5 AS render_spark`);
    await tables.run(`CREATE TABLE seconds AS SELECT * FROM declared`);
    await tables.run(`ALTER TABLE seconds ALTER completed_at TYPE numeric USING 1793491199.999999`);
    const read = async (table: string, times: JobTimes): Promise<(number | null)[]> => {
      const source = { connection: server.url, table, timeoutSeconds: 0, times };
      const opened = await openJobTable(source, READING);
      const { firstMs, lastMs } = await opened.content(monthFromText('2026-10'));
      return [firstMs, lastMs];
    };
    const last = Date.UTC(2026, 10, 1) - 1;
    expect(await read('declared', { offset: '+02:00', unixSeconds: false })).toEqual([last, last]);
    expect(await read('seconds', { offset: null, unixSeconds: true })).toEqual([last, last]);
    expect(await codes('declared')).toHaveLength(1);
    expect(await codes('seconds')).toHaveLength(1);
  });

  it('takes different ids for equal', async () => {
    await tables.run(`CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`);
    const table = await tables.add([jobFields()]);
    await tables.run(`ALTER TABLE ${table} ALTER job_id TYPE text COLLATE loose`);
    expect(await codes(table)).toEqual([
      'unusable-column: the column job_id has a collation that takes different texts for equal',
    ]);
  });

  it('may not be read by its user, or not in time', async () => {
    const table = await tables.add([jobFields()]);
    await tables.run('CREATE ROLE clerk LOGIN');
    const clerk = server.url.replace('revshare@', 'clerk@');
    expect(await codes(table, clerk)).toEqual([
      `server-failed: the server says: permission denied for table ${table.slice('public.'.length)} (42501)`,
    ]);
    await tables.run(`CREATE VIEW slow AS SELECT jobs.* FROM ${table} AS jobs, pg_sleep(3600)`);
    expect(await codes('slow', server.url, 1)).toEqual([
      'server-failed: the server says: canceling statement due to statement timeout (57014)',
    ]);
  });

  it('lies in a database that is not there', async () => {
    expect(await codes('jobs', server.url.replace('/revshare?', '/nothing?'))).toEqual([
      'server-failed: the server says: database "nothing" does not exist (3D000)',
    ]);
  });
});

describe('the session', () => {
  it('can read only, and sees the table as it was at first', async () => {
    const table = await tables.add([jobFields()]);
    const source = { connection: server.url, table, timeoutSeconds: 0 };
    const session = await openSession(source);
    const count = sql<{ jobs: string }>`SELECT count(*) AS jobs FROM ${sql.raw(table)}`;
    expect(await session.rows(count)).toEqual([{ jobs: '1' }]);
    await tables.run(`INSERT INTO ${table} SELECT * FROM ${table}`);
    expect(await session.rows(count)).toEqual([{ jobs: '1' }]);
    await expect(session.rows(sql`DELETE FROM ${sql.raw(table)}`)).rejects.toThrow('read-only transaction');
    await session.close();
  });
});

describe('a table as the gates and the manifest see it', () => {
  it('has the gaps of its rows, the ends of the month included', async () => {
    const at = (completed_at: string): JobFields => jobFields({ job_id: completed_at, completed_at });
    const table = await tables.add([
      ...['2026-10-01T01:00:00.000Z', '2026-10-01T01:59:59.999Z', '2026-10-01T02:30:00.000Z'].map(at),
      at('2026-10-31T23:59:59.999Z'),
    ]);
    const jobs = await openJobTable({ connection: server.url, table, timeoutSeconds: 0 }, READING);
    // The first hour is not longer than an hour; then nothing from 02:30 on the first to the last moment.
    expect((await jobs.coverage(OCTOBER)).gaps).toEqual([
      { fromMs: Date.UTC(2026, 9, 1, 2, 30), untilMs: Date.UTC(2026, 9, 31, 23, 59, 59, 999) },
    ]);
    expect((await jobs.coverage(SEPTEMBER)).gaps).toBe(null);
    expect(await jobs.monthsOfJobs(['2026-10-01T01:00:00.000Z', 'nowhere'])).toEqual(
      new Map([['2026-10-01T01:00:00.000Z', new Set([OCTOBER])]]),
    );
  });

  it('has a content that no order, name or form changes, and any other value does', async () => {
    const contentOf = async (jobs: readonly JobFields[], shape: ShapeName = 'canonical'): Promise<string> => {
      const table = await tables.add(jobs, shape);
      const open = await openJobTable({ connection: server.url, table, timeoutSeconds: 0 }, READING);
      const content = await open.content(OCTOBER);
      expect(content.rows).toBe(jobs.length);
      return content.sha256;
    };
    const jobs = [jobFields(), jobFields({ job_id: 'b', worker_account: 'x', render_spark: '2' })];
    const content = await contentOf(jobs);
    expect(await contentOf([...jobs].reverse())).toBe(content);
    for (const shape of ['sdk', 'unquoted', 'loose'] as const) expect(await contentOf(jobs, shape)).toBe(content);
    const changes: JobFields[] = [
      { job_id: 'c' },
      { completed_at: '2026-10-05T12:00:00.001Z' },
      { status: 'failed' },
      { payment_model: 'sogni' },
      { trialing: 'true' },
      { worker_wallet: WALLET },
      { subscriber_wallet: '' },
      { worker_account: 'y' },
      { subscriber_account: 'x', worker_account: '' },
      { worker_type: 'fast' },
      { worker_nft_id: 'fast' },
      { model_id: 'flux-2' },
      { render_spark: '2.000001' },
    ];
    const others: string[] = [];
    for (const change of changes) others.push(await contentOf([jobFields(), { ...jobs[1], ...change }]));
    expect(new Set([content, ...others, await contentOf([...jobs, jobFields()])]).size).toBe(changes.length + 2);
  });

  it('is read into rows once as long as the server sends the same bytes', async () => {
    const table = await tables.add([jobFields()]);
    const derivedDir = freshDirectory();
    const source = { connection: server.url, table, timeoutSeconds: 0 };
    const written = async (): Promise<number[]> => {
      const jobs = await openJobTable(source, { ...READING, derivedDir });
      expect((await jobs.content(OCTOBER)).rows).toBe(1);
      const files = readdirSync(derivedDir, { recursive: true, encoding: 'utf8' }).filter((name) => /rows-/.test(name));
      return files.map((name) => statSync(join(derivedDir, name)).mtimeMs);
    };
    const first = await written();
    expect(first).toHaveLength(1);
    expect(await written()).toEqual(first);
    await tables.run(`UPDATE ${table} SET render_spark = render_spark + 1`);
    expect(await written()).toHaveLength(2);
  });

  it('is believed as the server sends it where nothing counts that was kept, whatever fits its name', async () => {
    const table = await tables.add([{ ...jobFields(), render_spark: '3' }]);
    const derivedDir = freshDirectory();
    const points = async (believesKept: boolean): Promise<bigint | undefined> => {
      const source = { connection: server.url, table, timeoutSeconds: 0 };
      const jobs = await openJobTable(source, { ...READING, derivedDir, believesKept });
      return (await jobs.usage([OCTOBER], POLICY))[0]?.wallets[0]?.points;
    };
    expect(await points(true)).toBe(3_000_000n);
    const names = readdirSync(derivedDir, { recursive: true, encoding: 'utf8' }).map((name) => join(derivedDir, name));
    const rows = names.find((name) => basename(name).startsWith('rows-')) ?? '';
    const lake = await openLake({ tempDir: TEMPORARY, threads: 1 });
    const staged = join(derivedDir, 'planted.parquet');
    await lake.run(`COPY (SELECT * REPLACE (9.000000 AS render_spark) FROM read_parquet(${sqlText(rows)}))
      TO ${sqlText(staged)} (FORMAT parquet)`);
    lake.close();
    const sha256 = createHash('sha256').update(readFileSync(staged)).digest('hex');
    for (const name of names.filter((each) => each.endsWith('.parquet'))) rmSync(name);
    renameSync(staged, join(dirname(rows), basename(rows).replace(/[0-9a-f]{64}[.]parquet$/, `${sha256}.parquet`)));
    expect(await points(true)).toBe(9_000_000n);
    expect(await points(false)).toBe(3_000_000n);
    expect(await points(true)).toBe(3_000_000n);
  });

  it('answers for months as they are asked', async () => {
    const table = await tables.add([jobFields()]);
    const jobs = await openJobTable({ connection: server.url, table, timeoutSeconds: 0 }, READING);
    expect(await jobs.usage([], POLICY)).toEqual([]);
    expect((await jobs.usage([OCTOBER, SEPTEMBER], POLICY)).map(({ rows }) => rows)).toEqual([1, 0]);
  });
});

describe('the row of a job', () => {
  /** The rows that are shown of a job, in the order of the table. */
  async function shown(table: string, jobId: string, times?: JobTimes): Promise<Record<string, string>[]> {
    const source = { connection: server.url, table, timeoutSeconds: 0, ...(times && { times }) };
    const opened = await openJobTable(source, READING);
    const jobs = await opened.asked({ by: 'job', jobId }, POLICY);
    return jobs.map(({ given }) => JSON.parse(given?.text ?? '{}') as Record<string, string>);
  }

  it('is found where the table pads its id', async () => {
    const table = await tables.add([jobFields({ job_id: ' padded\u00a0' })]);
    expect(await shown(table, 'padded')).toMatchObject([{ job_id: ' padded\u00a0', render_spark: '1.5' }]);
  });

  it('is found where usage.times says how its time is meant', async () => {
    await tables.run(`CREATE TABLE meant AS SELECT 'a' AS job_id, timestamp '2026-11-01 01:59:59' AS completed_at,
      'completed' AS status, 'subscription' AS payment_model, '${WALLET}' AS worker_wallet, 'flux' AS model_id, 1.5 AS render_spark`);
    expect(await shown('meant', 'a', { offset: '+02:00', unixSeconds: false })).toMatchObject([
      { completed_at: '2026-11-01 01:59:59' },
    ]);
  });

  it('is that of its own Spark where copies differ, whatever order the server gives them in', async () => {
    const table = await tables.add([jobFields({ render_spark: '3' }), jobFields({ render_spark: '4.5' })], 'sdk');
    const view = table.replace('jobs_', 'turned_');
    await tables.run(`CREATE VIEW ${view} AS SELECT * FROM ${table} ORDER BY
      CASE WHEN current_query() LIKE 'COPY%' THEN "renderSpark" ELSE -"renderSpark" END`);
    expect((await shown(view, 'job-1')).map(({ render_spark }) => render_spark)).toEqual([
      '3.0000000000',
      '4.5000000000',
    ]);
  });
});
