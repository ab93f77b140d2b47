import type { Month } from '../../core/month/month.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import type { RefundedJobs } from '../../core/usage/refunded-jobs.ts';
import { exactPoints } from '../engine/duckdb.ts';
import { type FactsFile, factsSql, refundedFactsSql } from '../kept/file-facts.ts';
import { inMonthSql, ROWS_PER_FILE } from '../kept/jobs-view.ts';
import { type Picking, withPickedRows } from '../kept/picked-rows.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { MAY_BE_COMPLETED, MAY_BE_SUBSCRIPTION } from '../reading/listed-values.ts';
import { judgedRows } from './examined-logs.ts';

/**
 * The credited jobs of a month of which another row, of any log and time, says that they were refunded; null where there is
 * none. One refunded before it completed was run again. An event's refund is that of no other event of its job.
 *
 * Works on the tables of points-query.ts. Hashes of ids only save work: of the logs nothing is read but the rows whose hashes are equal.
 */
export async function refundedJobs(
  picking: Picking,
  {
    files,
    month,
    policy,
    factsOf,
  }: {
    readonly files: readonly JobLogFile[];
    readonly month: Month;
    readonly policy: UsagePolicy;
    readonly factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>;
  },
): Promise<RefundedJobs | null> {
  const { lake } = picking;
  const facts = await factsOf(files);
  const isEmpty = async (table: string): Promise<boolean> => (await lake.rows(`FROM ${table} LIMIT 1`)).length === 0;
  await lake.run(`CREATE OR REPLACE TEMP TABLE refunded AS ${refundedFactsSql(facts, policy.extensions)}`);
  if (await isEmpty('refunded')) return null;
  await lake.run(`CREATE OR REPLACE TEMP TABLE maybe_refunded AS
    SELECT file_index, row, id_hash FROM ${factsSql(facts)} SEMI JOIN refunded USING (id_hash)
    WHERE ${inMonthSql(month)} AND ${MAY_BE_COMPLETED} AND ${MAY_BE_SUBSCRIPTION}`);
  if (await isEmpty('maybe_refunded')) return null;
  await withPickedRows(picking, files, 'FROM refunded SEMI JOIN maybe_refunded USING (id_hash)', (rows) =>
    lake.run(`CREATE OR REPLACE TEMP TABLE refunds AS SELECT DISTINCT job_id, event_id, instant_ms FROM ${rows}`),
  );
  return withPickedRows(picking, files, 'FROM maybe_refunded', async (rows) => {
    await lake.run(`CREATE OR REPLACE TEMP TABLE with_refund AS
      SELECT DISTINCT file_index * ${ROWS_PER_FILE} + row AS row_key FROM ${rows} AS done JOIN refunds USING (job_id)
      WHERE coalesce(refunds.event_id = done.event_id, true) AND coalesce(refunds.instant_ms >= done.instant_ms, true)`);
    const [found] = await lake.rows(`
      SELECT count(*) AS jobs, coalesce(sum(points), 0) AS points, arg_min(job_id, row_key) AS job_id, min(row_key) AS first,
        arg_min(row_key % ${ROWS_PER_FILE} + 1 + line_shift, row_key) AS line
      FROM ${judgedRows(rows, policy)} SEMI JOIN with_refund USING (row_key) WHERE rule IS NULL AND month = ${month}`);
    if (found === undefined || Number(found.jobs) === 0) return null;
    const file = files[Number(BigInt(String(found.first)) / ROWS_PER_FILE)];
    return {
      jobs: Number(found.jobs),
      points: exactPoints(found.points),
      jobId: String(found.job_id),
      source: file === undefined ? null : { input: file.sha256, line: Number(found.line) },
    };
  });
}
