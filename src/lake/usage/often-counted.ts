import { DAY_MS } from '../../core/month/durations.ts';
import type { Month } from '../../core/month/month.ts';
import type { Lake } from '../engine/duckdb.ts';
import { covering } from '../kept/covering-files.ts';
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
 * What was counted before is kept, from half of `least` on, so that of what a new log has, only what occurs in it often
 * enough to reach `least` is counted in the others too. All the rest is rarer than `least`, and how rare at most is kept
 * with the counts: once that leaves no room, everything is counted anew.
 */
export function oftenCounted(
  lake: Lake,
  files: readonly JobLogFile[],
  derived: DerivedFiles,
  factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>,
  often: OftenCounted,
): Promise<string> {
  const { kind, by, least } = often;
  return covering(lake, derived, kind, files, async ({ path, unnamedAtMost = least - 1, covered, fresh }) => {
    const named = Math.ceil(least / 2);
    const passed = Math.ceil((least - 1 - unnamedAtMost) / 2);
    // One log's rows and all are counted in one step: nearly every pair is one that met once.
    if (path === null || passed === 0) {
      const sql = `${countedSql(by, factsSql(await factsOf(files)))} HAVING count(*) >= ${named}`;
      return { sql, unnamedAtMost: named - 1 };
    }
    const counted = await countedWith(lake, often, { path, passed }, await factsOf(covered), await factsOf(fresh));
    const sql = `SELECT ${by}, sum(jobs)::BIGINT AS jobs FROM (${counted}) GROUP BY ALL HAVING sum(jobs) >= ${named}`;
    return { sql, unnamedAtMost: unnamedAtMost + passed };
  });
}

interface CountedBefore {
  readonly path: string;
  /** What is not named there and occurs no more often than this in fresh logs, is passed over. */
  readonly passed: number;
}

/** What is named, with what is fresh of it; and what is not named and fresh, over all logs. */
async function countedWith(
  lake: Lake,
  { by, within }: OftenCounted,
  { path, passed }: CountedBefore,
  covered: readonly FactsFile[],
  fresh: readonly FactsFile[],
): Promise<string> {
  const known = parquetSql([path]);
  await lake.run(`CREATE OR REPLACE TEMP TABLE fresh_counts AS ${countedSql(by, factsSql(fresh))}`);
  await lake.run(`CREATE OR REPLACE TEMP TABLE sought_counts AS
    FROM fresh_counts ANTI JOIN ${known} AS known USING (${by}) WHERE jobs > ${passed}`);
  const around = `(SELECT * FROM ${factsSql(covered)} WHERE ${await besideSql(lake, within)})`;
  return `FROM ${known}
    UNION ALL FROM fresh_counts SEMI JOIN ${known} AS known USING (${by})
    UNION ALL FROM sought_counts
    UNION ALL ${countedSql(by, around, `SEMI JOIN sought_counts USING (${by})`)}`;
}

/** Whether a row may be of a day or month that is sought, by its instant: a Parquet file says what need not be read. */
async function besideSql(lake: Lake, within: OftenCounted['within']): Promise<string> {
  const [span] = await lake.rows(`SELECT min(${within}) AS first, max(${within}) AS last FROM sought_counts`);
  if (span === undefined || span.first === null) return 'false';
  const [first, last] = [Number(span.first), Number(span.last)];
  if (within === 'month') return inMonthSql(first as Month, last as Month);
  return `instant_ms BETWEEN ${first * DAY_MS} AND ${(last + 1) * DAY_MS - 1}`;
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
