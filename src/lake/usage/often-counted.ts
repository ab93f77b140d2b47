import { DAY_MS } from '../../core/month/durations.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { Lake } from '../engine/duckdb.ts';
import { covering } from '../kept/covering-files.ts';
import type { DerivedFiles } from '../kept/derived-files.ts';
import { type FactsFile, factsSql } from '../kept/file-facts.ts';
import { inMonthSql, monthSql, parquetSql } from '../kept/jobs-view.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { MAY_BE_COMPLETED, MAY_BE_SUBSCRIPTION } from '../reading/listed-values.ts';
import { WORKER } from './worker-sql.ts';

/** What is counted of rows that may be credited to somebody, and from how many on it is kept. */
export interface OftenCounted {
  /** The kind of the derived file. */
  readonly kind: string;
  /** Of `month`, `subscriber_hash`, `worker_hash` and `day` (UTC, counted from 1970): what is counted apart. */
  readonly by: string;
  /** What of it is the shortest span: `by` tells rows of different ones apart. */
  readonly within: 'day' | 'month';
  readonly least: number;
}

/**
 * What occurs often enough in the facts to be looked at, whatever the policy: the columns of `by` and `jobs`, as a Parquet
 * file. Copies of a job count here, withheld ones, and whatever a policy leaves out: all of that only makes more candidates.
 *
 * What was counted before is kept: of the other logs only what a new one has is counted again.
 */
export function oftenCounted(
  lake: Lake,
  files: readonly JobLogFile[],
  derived: DerivedFiles,
  factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>,
  often: OftenCounted,
): Promise<string> {
  const { kind, by, least } = often;
  return covering(lake, derived, kind, files, async ({ path, covered, fresh }) => {
    const facts = await factsOf(fresh);
    // One log's rows and all are counted in one step: nearly every pair is one that met once.
    if (path === null) return `${countedSql(by, factsSql(facts))} HAVING count(*) >= ${least}`;
    const counted = await countedWith(lake, often, path, await factsOf(covered), facts);
    return `SELECT ${by}, sum(jobs)::BIGINT AS jobs FROM (${counted}) GROUP BY ALL HAVING sum(jobs) >= ${least}`;
  });
}

/** What is fresh over all logs, and what is known and not among it. */
async function countedWith(
  lake: Lake,
  { by, within }: OftenCounted,
  known: string,
  covered: readonly FactsFile[],
  fresh: readonly FactsFile[],
): Promise<string> {
  await lake.run(`CREATE OR REPLACE TEMP TABLE fresh_counts AS ${countedSql(by, factsSql(fresh))}`);
  const around = `(SELECT * FROM ${factsSql(covered)} WHERE ${await besideSql(lake, fresh, within)})`;
  return `FROM fresh_counts
    UNION ALL ${countedSql(by, around, `SEMI JOIN fresh_counts USING (${by})`)}
    UNION ALL FROM ${parquetSql([known])} ANTI JOIN fresh_counts USING (${by})`;
}

/** Whether a row may be of a day or month that a fresh one is of, by its instant: a Parquet file says what need not be read. */
async function besideSql(lake: Lake, fresh: readonly FactsFile[], within: OftenCounted['within']): Promise<string> {
  const [span] = await lake.rows(`SELECT min(instant_ms) AS first, max(instant_ms) AS last FROM ${factsSql(fresh)}`);
  if (span === undefined || span.first === null) return 'false';
  const [first, last] = [Number(span.first), Number(span.last)];
  if (within === 'month') return inMonthSql(monthOfInstant(first), monthOfInstant(last));
  const [firstDay, lastDay] = [Math.floor(first / DAY_MS), Math.floor(last / DAY_MS)];
  return `instant_ms BETWEEN ${firstDay * DAY_MS} AND ${(lastDay + 1) * DAY_MS - 1}`;
}

function countedSql(by: string, facts: string, among = ''): string {
  return `SELECT ${by}, count(*) AS jobs FROM ${countable(facts)} ${among} GROUP BY ALL`;
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
