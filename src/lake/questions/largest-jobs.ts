import type { Month } from '../../core/month/month.ts';
import { JOBS_PER_WALLET, type LargestJob } from '../../core/usage/largest-jobs.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { exactPoints, type Lake, sqlText } from '../engine/duckdb.ts';
import { type FactsFile, factsSql } from '../kept/file-facts.ts';
import { inMonthSql, inputSql, ROWS_PER_FILE } from '../kept/jobs-view.ts';
import { type Picking, withPickedRows } from '../kept/picked-rows.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { MAY_BE_COMPLETED, MAY_BE_SUBSCRIPTION } from '../reading/listed-values.ts';
import { judgedAlone } from '../usage/judged-jobs.ts';
import { jobsIn } from '../usage/usage-alone.ts';

/** Whose largest jobs are asked for, and of which month. */
export interface LargestJobsQuery {
  readonly files: readonly JobLogFile[];
  readonly month: Month;
  readonly policy: UsagePolicy;
  /** Lower case. */
  readonly wallets: readonly string[];
  readonly factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>;
}

/**
 * The credited jobs of most points of each of some wallets, by wallet, most points first, equal ones by input and line.
 *
 * Works on the tables of points-query.ts: `jobs`, the rows that were examined together, and `judged`, what they are. Every
 * other row is judged alone, by its facts; of the logs only the lines that are named are read.
 */
export async function readLargestJobs(picking: Picking, query: LargestJobsQuery): Promise<LargestJob[]> {
  const { lake } = picking;
  const { files, wallets, factsOf } = query;
  if (wallets.length === 0) return [];
  const facts = factsSql(await factsOf(files));
  await createBounds(lake, facts, query);
  await createLargest(lake, facts, query);
  if (await isWidened(lake)) await createLargest(lake, facts, query);
  const rows = await withPickedRows(picking, files, 'SELECT file_index, row FROM largest', (picked) =>
    lake.rows(`
      SELECT worker_wallet, model_id, points, ${inputSql(files)} AS input, row + 1 + line_shift AS line, job_id
      FROM largest JOIN (SELECT file_index, row, job_id FROM ${picked}) USING (file_index, row)
      ORDER BY worker_wallet, points DESC, file_index, row`),
  );
  return rows.map((row) => ({
    wallet: String(row.worker_wallet),
    jobId: String(row.job_id ?? ''),
    model: String(row.model_id ?? ''),
    points: exactPoints(row.points),
    source: { input: String(row.input), line: Number(row.line) },
  }));
}

/** So many of a wallet's rows are judged at first: enough of them are credited as a rule. */
const JUDGED_AT_FIRST = 4 * JOBS_PER_WALLET;

/** `bounds(worker_wallet, least)`: rows of less points are not judged at first, because a wallet has enough of more that may be credited. */
async function createBounds(lake: Lake, facts: string, { month, wallets }: LargestJobsQuery): Promise<void> {
  await lake.run(`
    CREATE OR REPLACE TEMP TABLE bounds AS
    SELECT worker_wallet, coalesce(max(render_spark, ${JUDGED_AT_FIRST})[${JUDGED_AT_FIRST}], 0) AS least FROM ${facts}
    WHERE worker_wallet IN (${wallets.map(sqlText).join(', ')}) AND ${inMonthSql(month)} AND ${MAY_BE_COMPLETED} AND ${MAY_BE_SUBSCRIPTION}
    GROUP BY worker_wallet`);
}

/** Takes the bound away where fewer than asked for were found above it; whether there was such a wallet. */
async function isWidened(lake: Lake): Promise<boolean> {
  const enough = `(SELECT worker_wallet FROM largest JOIN bounds USING (worker_wallet)
    GROUP BY worker_wallet, least HAVING count(*) = ${JOBS_PER_WALLET} AND min(points) >= least)`;
  const widened = await lake.rows(
    `UPDATE bounds SET least = 0 WHERE least > 0 AND worker_wallet NOT IN ${enough} RETURNING worker_wallet`,
  );
  return widened.length > 0;
}

/** `largest`: of what was examined together and of the rows within the bounds, the largest credited ones. */
async function createLargest(lake: Lake, facts: string, { month, policy }: LargestJobsQuery): Promise<void> {
  const [lowest] = await lake.rows('SELECT min(least) AS least, min(least) > 0 AS any FROM bounds');
  // One number for all lets most rows be passed over before anything else of them is read.
  const most = lowest?.any === true ? ` AND render_spark >= ${lowest.least}` : '';
  const within = `(SELECT facts.* FROM ${facts} AS facts JOIN bounds USING (worker_wallet)
    WHERE ${inMonthSql(month)} AND coalesce(render_spark, 0) >= least${most})`;
  const columns = 'worker_wallet, model_id, points, line_shift, file_index';
  const credited = `rule IS NULL AND month = ${month}`;
  // The largest of a few: a window would sort all of a wallet's rows.
  await lake.run(`
    CREATE OR REPLACE TEMP TABLE largest AS
    SELECT worker_wallet, job.points, job.model_id, job.line_shift, -job.file_before AS file_index, -job.row_before AS row FROM (
      SELECT worker_wallet, unnest(max({'points': points, 'file_before': -file_index::BIGINT, 'row_before': -row::BIGINT,
        'line_shift': line_shift, 'model_id': model_id}, ${JOBS_PER_WALLET})) AS job
      FROM (
        SELECT ${columns}, row_key AS row FROM ${judgedAlone(jobsIn(within, policy.extensions), policy)}
        WHERE ${credited} AND file_index * ${ROWS_PER_FILE} + row_key NOT IN (SELECT row_key FROM jobs)
        UNION ALL SELECT ${columns}, row_key % ${ROWS_PER_FILE} AS row FROM judged SEMI JOIN bounds USING (worker_wallet) WHERE ${credited})
      GROUP BY worker_wallet)`);
}
