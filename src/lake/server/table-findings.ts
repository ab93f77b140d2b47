import { type RawBuilder, sql } from 'kysely';
import { addMonths, type Month, monthStartMs } from '../../core/month/month.ts';
import { compareText } from '../../core/text/compare-text.ts';
import type { JobExclusionReason } from '../../core/usage/exclusion-rules.ts';
import type { JobFinding } from '../../core/usage/month-usage.ts';
import { ruleOf } from '../compile-rules.ts';
import { exactPoints } from '../duckdb.ts';
import { type JobTotals, MOST_FINDINGS } from '../job-totals.ts';
import { unlistedValues } from '../unlisted-values.ts';
import type { ServerSession } from './server-session.ts';

/**
 * The jobs of a month that need a person, as findingsOf finds them in files: sorted by code, then job id, of each code
 * the first 1000 and one that counts the rest. A table has no lines to cite.
 */
export async function tableFindings(
  session: ServerSession,
  judged: RawBuilder<unknown>,
  month: Month,
  totals: readonly JobTotals[],
): Promise<JobFinding[]> {
  const found = new Set(totals.map((each) => each.reason));
  const ofRule = (reason: JobExclusionReason, model: string): RawBuilder<unknown> => sql`
    SELECT job_id, ${sql.raw(model)} AS model, false AS one_counts, count(*) AS jobs, sum(points) AS points
    FROM judged WHERE month = ${sql.lit(month)} AND rule = ${sql.lit(ruleOf(reason))} GROUP BY job_id`;
  return [
    ...(found.has('duplicate') ? await read(session, 'job-conflict', judged, conflicts(month)) : []),
    ...(found.has('self-match-untestable')
      ? await read(session, 'self-match-untestable', judged, ofRule('self-match-untestable', `''`))
      : []),
    ...unlistedValues(totals, 'unknown-payment-model'),
    ...unlistedValues(totals, 'unknown-status'),
    ...(found.has('vendor-model')
      ? await read(session, 'vendor-model', judged, ofRule('vendor-model', 'min(model_id)'))
      : []),
  ];
}

/** All rows of a job in conflict of which one falls in the month: the others may fall in other months. */
function conflicts(month: Month): RawBuilder<unknown> {
  const [from, until] = [monthStartMs(month), monthStartMs(addMonths(month, 1))].map((ms) => sql.lit(ms));
  return sql`
    SELECT job_id, '' AS model, max(CASE WHEN counts THEN 1 ELSE 0 END) = 1 AS one_counts, count(*) AS jobs,
      sum(render_spark) AS points
    FROM copies WHERE conflict GROUP BY job_id
    HAVING sum(CASE WHEN instant_ms >= ${from} AND instant_ms < ${until} THEN 1 ELSE 0 END) > 0`;
}

interface GroupRow {
  readonly job_id: string;
  readonly model: string;
  readonly one_counts: boolean;
  readonly jobs: string;
  readonly points: string;
}

/** @param groups a query of job_id, model, one_counts, jobs and points, after `judged` */
async function read(
  session: ServerSession,
  code: JobFinding['code'],
  judged: RawBuilder<unknown>,
  groups: RawBuilder<unknown>,
): Promise<JobFinding[]> {
  // By UTF-8 bytes, whatever the database's collation.
  const order = sql`ORDER BY convert_to(job_id, 'UTF8')`;
  const shown = await session.rows(sql<GroupRow>`${judged}
    SELECT job_id, model, one_counts, jobs::text AS jobs, CAST(points AS numeric(38, 6))::text AS points
    FROM (${groups}) AS found ${order} LIMIT ${sql.lit(MOST_FINDINGS)}`);
  const findings = shown.map((row) => findingOf(code, row)).sort((one, other) => compareText(one.jobId, other.jobId));
  if (shown.length < MOST_FINDINGS) return findings;
  const rest = await session.rows(sql<GroupRow>`${judged}
    SELECT '' AS job_id, '' AS model, false AS one_counts, count(*)::text AS jobs, CAST(sum(points) AS numeric(38, 6))::text AS points
    FROM (SELECT points FROM (${groups}) AS found ${order} OFFSET ${sql.lit(MOST_FINDINGS)}) AS others
    HAVING count(*) > 0`);
  return [...findings, ...rest.map((row) => findingOf(code, row))];
}

function findingOf(code: JobFinding['code'], row: GroupRow): JobFinding {
  return {
    code,
    jobId: row.job_id,
    model: row.model,
    oneCounts: row.one_counts,
    rows: Number(row.jobs),
    points: exactPoints(row.points),
    input: '',
    line: 0,
  };
}
