import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type RawBuilder, sql } from 'kysely';
import { isSameTimes, TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import { quoted } from '../../problems/quoted.ts';
import { type Lake, type LakeLimits, openLake, sqlText } from '../engine/duckdb.ts';
import { writeParquetRows } from '../import/stage-parquet.ts';
import { faultyWallets } from '../import/staging.ts';
import { type DerivedFiles, openDerivedFiles } from '../kept/derived-files.ts';
import { readingKey } from '../kept/reading-key.ts';
import { csvRelation } from '../reading/csv-job-log.ts';
import { JOB_LOG_COLUMNS, type JobLogColumn, nameColumns } from '../reading/job-log-columns.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { refusedRows, type TextRelation } from '../reading/job-row-sql.ts';
import { rowFaults } from '../reading/job-values.ts';
import { MOST_PROBLEMS } from '../reading/problem-limits.ts';
import { derivedOfTable } from './derived-of-table.ts';
import type { ServerSession, TableSource } from './server-session.ts';
import type { TableColumn, TableColumns } from './table-columns.ts';

/** With what a table is read. */
export interface TableReading extends LakeLimits {
  /** Where what is derived from the rows is kept, by their state; job logs have a directory of their own. */
  readonly derivedDir: string;
  /** Whether what is kept there counts; else all is read and computed anew, and takes its place. */
  readonly believesKept: boolean;
}

/** The rows of a table as they were when they were read, as those of a job log are kept. */
export interface TableCopy {
  readonly file: JobLogFile;
  /** Where what is derived from them is kept. */
  readonly derived: DerivedFiles;
}

/**
 * Reads the rows of a table once, and holds them to what the import holds a job log to, by the same code. Where the very
 * bytes that the server sends were checked before, what was kept of them is taken: nothing less than all of them says that a
 * table has not changed.
 *
 * @throws InvalidInput with up to 1000 problems, each naming the job
 */
export async function copyTable(
  session: ServerSession,
  columns: TableColumns,
  source: TableSource,
  limits: TableReading,
): Promise<TableCopy> {
  const directory = await mkdtemp(join(limits.tempDir, 'table-'));
  try {
    const csv = join(directory, 'rows.csv');
    const names = [...columns.columns.keys()];
    const { rows, sha256: bytes } = await session.copy(rowsSql(columns), names.join(','), csv);
    const sha256 = stateOf(bytes, source);
    const trust = { recorded: new Set<string>(), alone: !limits.believesKept };
    const derived = openDerivedFiles(derivedOfTable(limits.derivedDir, sha256), limits.tempDir, trust);
    const times = source.times ?? TIMES_AS_WRITTEN;
    const path = await derived.ensure(`rows-${readingKey(times).slice(0, 16)}.${sha256}`, async (target) => {
      const relation = csvRelation([csv], {
        delimiter: ',',
        fieldCount: names.length,
        named: nameColumns(names),
        times,
      });
      const kept = await checkedRows(relation, target, source, { ...limits, tempDir: directory });
      if (kept !== rows) throw new Error(`${source.table} sent ${rows} rows, and ${kept} were read`);
    });
    return { file: { path, sha256 }, derived };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Writes the rows as they are kept, and returns their number. @throws InvalidInput as copyTable */
async function checkedRows(
  relation: TextRelation,
  path: string,
  source: TableSource,
  limits: LakeLimits,
): Promise<number> {
  const lake = await openLake(limits);
  try {
    if (!(await writeParquetRows(lake, relation, path)))
      throw new InvalidInput(await problemsIn(lake, relation, source));
    return await countOf(lake, path);
  } finally {
    lake.close();
  }
}

/** Rows mean something else by another declaration of their times. */
function stateOf(sha256: string, { times = TIMES_AS_WRITTEN }: TableSource): string {
  if (isSameTimes(times, TIMES_AS_WRITTEN)) return sha256;
  return createHash('sha256')
    .update(`${sha256} ${JSON.stringify(times)}`)
    .digest('hex');
}

function rowsSql({ table, columns }: TableColumns): RawBuilder<unknown> {
  const texts = [...columns].map(([name, column]) => textOf(name, column));
  return sql`SELECT ${sql.join(texts)} FROM ${table}`;
}

/**
 * A value as a job log writes it. An instant has its offset, because the session is in UTC. A scale of the type is no digit of
 * the value: 1.500000000 says 1.5; what has more digits than an amount may have keeps them, and is refused.
 */
function textOf(name: JobLogColumn, { sql: column, type }: TableColumn): RawBuilder<unknown> {
  if (name !== 'render_spark') return sql`${column}::text`;
  if (type !== 'numeric') return sql`${column}::text`;
  return sql`CASE WHEN ${column} = round(${column}, 6) THEN round(${column}, 6)::text ELSE ${column}::text END`;
}

async function countOf(lake: Lake, path: string): Promise<number> {
  const [row] = await lake.rows(`SELECT count(*) AS rows FROM read_parquet(${sqlText(path)})`);
  return Number(row?.rows);
}

/** An amount without the zeros of its type's scale. */
export function withoutScale(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}

/** Job-values.ts says what is wrong with each row. A table has no lines: the job is named. */
async function problemsIn(lake: Lake, relation: TextRelation, { table }: TableSource): Promise<Problem[]> {
  const wallets = await faultyWallets(lake, relation);
  const rows = await lake.rows(refusedRows(relation, wallets, MOST_PROBLEMS));
  const problems = rows.flatMap((row) => {
    const texts = Object.fromEntries(JOB_LOG_COLUMNS.map(({ name }) => [name, String(row[name] ?? '')]));
    const job = row.job_id === null ? 'a job without an id' : `job ${quoted(String(row.job_id))}`;
    return rowFaults({ ...texts, render_spark: withoutScale(texts.render_spark ?? '') }).map(({ code, message }) =>
      problem(code, { file: table }, `${job}: ${message}`, 'Correct the row, or name a view that leaves it out.'),
    );
  });
  if (problems.length === 0) throw new Error(`${table} has rows that are refused, and nothing is wrong with them`);
  return problems.slice(0, MOST_PROBLEMS);
}
