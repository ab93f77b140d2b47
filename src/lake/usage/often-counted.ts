import { DAY_MS } from '../../core/month/durations.ts';
import type { Month } from '../../core/month/month.ts';
import type { Lake } from '../engine/duckdb.ts';
import { type CoveringRows, covering, type Known } from '../kept/covering-files.ts';
import type { DerivedFiles } from '../kept/derived-files.ts';
import { type FactsFile, factsSql } from '../kept/file-facts.ts';
import { inMonthSql, monthSql, parquetSql } from '../kept/jobs-view.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { MAY_BE_COMPLETED, MAY_BE_SUBSCRIPTION } from '../reading/listed-values.ts';
import { WORKER } from './worker-sql.ts';

/** What is counted of rows that may be credited to somebody, and from how many on all of it is kept. */
export interface OftenCounted {
  /** The kind of the derived file. */
  readonly kind: string;
  /** What rows of a month and subscriber are counted by: their worker, or their day (UTC, counted from 1970). */
  readonly of: 'worker_hash' | 'day';
  readonly least: number;
}

/**
 * What occurs often enough in the facts to be looked at, whatever the policy: for each question `month`, `subscriber_hash`,
 * what it is `of`, and `jobs`, as a Parquet file. Copies of a job count here, withheld ones, and whatever a policy leaves
 * out: all of that only makes more candidates.
 *
 * What was counted before is kept, from half of `least` on, so that of what a new log has, only what occurs in it often
 * enough to reach `least` is counted in the others too. All the rest is rarer than `least`, and how rare at most is kept
 * with the counts: once that leaves no room, everything is counted anew.
 */
export async function oftenCounted<Name extends string>(
  lake: Lake,
  files: readonly JobLogFile[],
  derived: DerivedFiles,
  factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>,
  questions: Readonly<Record<Name, OftenCounted>>,
): Promise<Record<Name, string>> {
  // The first time all of them are answered by one reading of the facts.
  let inOneReading: Promise<void> | undefined;
  const countAll = async (): Promise<void> =>
    lake.run(countedInOneReading(Object.values(questions), factsSql(await factsOf(files))));
  const paths: Partial<Record<string, string>> = {};
  for (const [name, question] of Object.entries<OftenCounted>(questions)) {
    paths[name] = await covering(lake, derived, question.kind, files, async ({ path, ...known }) => {
      if (path !== null) return countedFurther(lake, question, { ...known, path }, factsOf);
      inOneReading ??= countAll();
      await inOneReading;
      const sql = `SELECT ${by(question.of)}, jobs FROM counts WHERE ${question.of} IS NOT NULL`;
      return { sql, unnamedAtMost: namedFrom(question) - 1 };
    });
  }
  await lake.run('DROP TABLE IF EXISTS counts');
  return paths as Record<Name, string>;
}

function by(...of: OftenCounted['of'][]): string {
  return ['month', 'subscriber_hash', ...new Set(of)].join(', ');
}

function namedFrom({ least }: OftenCounted): number {
  return Math.ceil(least / 2);
}

/**
 * `counts`: what the questions name of some facts. In one step, because nearly every pair is one that met once: only counts
 * of all rows say what need not be kept.
 */
function countedInOneReading(questions: readonly OftenCounted[], facts: string): string {
  const sets = questions.map(({ of }) => `(${by(of)})`).join(', ');
  const named = questions.map((question) => `WHEN ${question.of} IS NOT NULL THEN ${namedFrom(question)}`).join(' ');
  return `CREATE OR REPLACE TEMP TABLE counts AS SELECT ${by(...questions.map(({ of }) => of))}, count(*) AS jobs
    FROM ${countable(facts)} GROUP BY GROUPING SETS (${sets}) HAVING count(*) >= CASE ${named} END`;
}

/** As `Known` of covering-files.ts, where there is a file. */
type CountedBefore = Known<JobLogFile> & { readonly path: string };

async function countedFurther(
  lake: Lake,
  question: OftenCounted,
  { path, unnamedAtMost = question.least - 1, covered, fresh }: CountedBefore,
  factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>,
): Promise<CoveringRows> {
  const columns = by(question.of);
  const named = namedFrom(question);
  const passed = Math.ceil((question.least - 1 - unnamedAtMost) / 2);
  if (passed === 0) {
    const facts = factsSql(await factsOf([...covered, ...fresh]));
    return { sql: `${countedSql(columns, facts)} HAVING count(*) >= ${named}`, unnamedAtMost: named - 1 };
  }
  const counted = await countedWith(lake, question, { path, passed }, await factsOf(covered), await factsOf(fresh));
  const sql = `SELECT ${columns}, sum(jobs)::BIGINT AS jobs FROM (${counted}) GROUP BY ALL HAVING sum(jobs) >= ${named}`;
  return { sql, unnamedAtMost: unnamedAtMost + passed };
}

interface Passing {
  readonly path: string;
  /** What is not named there and occurs no more often than this in fresh logs, is passed over. */
  readonly passed: number;
}

/** What is named, with what is fresh of it; and what is not named and fresh, over all logs. */
async function countedWith(
  lake: Lake,
  { of }: OftenCounted,
  { path, passed }: Passing,
  covered: readonly FactsFile[],
  fresh: readonly FactsFile[],
): Promise<string> {
  const known = parquetSql([path]);
  const same = `USING (${by(of)})`;
  await lake.run(`CREATE OR REPLACE TEMP TABLE fresh_counts AS ${countedSql(by(of), factsSql(fresh))}`);
  await lake.run(`CREATE OR REPLACE TEMP TABLE sought_counts AS
    FROM fresh_counts ANTI JOIN ${known} AS known ${same} WHERE jobs > ${passed}`);
  const around = `(SELECT * FROM ${factsSql(covered)} WHERE ${await besideSql(lake, of)})`;
  return `FROM ${known}
    UNION ALL FROM fresh_counts SEMI JOIN ${known} AS known ${same}
    UNION ALL FROM sought_counts
    UNION ALL ${countedSql(by(of), around, `SEMI JOIN sought_counts ${same}`)}`;
}

/** Whether a row may be of a day or month that is sought, by its instant: a Parquet file says what need not be read. */
async function besideSql(lake: Lake, of: OftenCounted['of']): Promise<string> {
  const span = of === 'day' ? 'day' : 'month';
  const [sought] = await lake.rows(`SELECT min(${span}) AS first, max(${span}) AS last FROM sought_counts`);
  if (sought === undefined || sought.first === null) return 'false';
  const [first, last] = [Number(sought.first), Number(sought.last)];
  if (span === 'month') return inMonthSql(first as Month, last as Month);
  return `instant_ms BETWEEN ${first * DAY_MS} AND ${(last + 1) * DAY_MS - 1}`;
}

function countedSql(columns: string, facts: string, among = ''): string {
  return `SELECT ${columns}, count(*) AS jobs FROM ${countable(facts)} ${among} GROUP BY ALL`;
}

/**
 * When each of some facts was that may be credited to somebody, and both its sides: equal sides have equal hashes, the
 * wallets decide the reverse.
 */
function countable(facts: string): string {
  return `(SELECT ${monthSql('instant_ms')}::INTEGER AS month, instant_ms // ${DAY_MS} AS day,
      hash(subscriber_wallet) AS subscriber_hash, hash(worker_wallet, ${WORKER.network}) AS worker_hash
    FROM ${facts}
    WHERE subscriber_wallet IS NOT NULL AND instant_ms IS NOT NULL AND ${MAY_BE_COMPLETED} AND ${MAY_BE_SUBSCRIPTION})`;
}
