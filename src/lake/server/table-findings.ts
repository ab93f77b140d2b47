import { type RawBuilder, sql } from 'kysely';
import { addMonths, type Month, monthStartMs } from '../../core/month/month.ts';
import { compareText } from '../../core/text/compare-text.ts';
import type { JobFinding } from '../../core/usage/month-usage.ts';
import { ruleOf } from '../compile-rules.ts';
import { exactPoints } from '../duckdb.ts';
import { type JobTotals, MOST_FINDINGS } from '../job-findings.ts';
import type { JobRows } from './job-rows.ts';
import { repeatedJobs } from './judged-rows.ts';
import type { ServerSession } from './server-session.ts';

/**
 * The jobs of a month that need a person, as findingsOf finds them in files: sorted by code, then job id, of each code
 * the first 1000 and one that counts the rest. A table has no lines to cite.
 */
export async function tableFindings(
  session: ServerSession,
  rows: JobRows,
  judged: RawBuilder<unknown>,
  month: Month,
  totals: readonly JobTotals[],
): Promise<JobFinding[]> {
  const found = new Set(totals.map((each) => each.reason));
  const ofRule = (reason: 'vendor-model' | 'self-match-untestable', model: string): Grouped => {
    return {
      first: judged,
      groups: sql`SELECT job_id, ${sql.raw(model)} AS model, count(*) AS jobs, sum(points) AS points
        FROM judged WHERE month = ${sql.lit(month)} AND rule = ${sql.lit(ruleOf(reason))} GROUP BY job_id`,
    };
  };
  return [
    ...(found.has('duplicate') ? await read(session, 'job-conflict', conflicts(rows, month)) : []),
    ...(found.has('self-match-untestable')
      ? await read(session, 'self-match-untestable', ofRule('self-match-untestable', `''`))
      : []),
    ...(found.has('vendor-model') ? await read(session, 'vendor-model', ofRule('vendor-model', 'min(model_id)')) : []),
  ];
}

/** A query of job_id, model, jobs and points, and what stands before it. */
interface Grouped {
  readonly first: RawBuilder<unknown>;
  readonly groups: RawBuilder<unknown>;
}

/** All rows of the job ids in conflict of which one falls in the month: the others may fall in other months. */
function conflicts(rows: JobRows, month: Month): Grouped {
  const [from, until] = [monthStartMs(month), monthStartMs(addMonths(month, 1))].map((ms) => sql.lit(ms));
  return {
    first: sql`WITH repeated AS (${repeatedJobs(rows)})`,
    groups: sql`
      SELECT job_id, '' AS model, count(*) AS jobs, sum(render_spark) AS points
      FROM ${rows.all} AS jobs
      WHERE status_completed AND job_id IN (SELECT job_id FROM repeated WHERE conflict)
      GROUP BY job_id
      HAVING sum(CASE WHEN instant_ms >= ${from} AND instant_ms < ${until} THEN 1 ELSE 0 END) > 0`,
  };
}

interface GroupRow {
  readonly job_id: string;
  readonly model: string;
  readonly jobs: string;
  readonly points: string;
}

async function read(session: ServerSession, code: JobFinding['code'], grouped: Grouped): Promise<JobFinding[]> {
  // By UTF-8 bytes, whatever the database's collation.
  const order = sql`ORDER BY convert_to(job_id, 'UTF8')`;
  const shown = await session.rows(sql<GroupRow>`${grouped.first}
    SELECT job_id, model, jobs::text AS jobs, CAST(points AS numeric(38, 6))::text AS points
    FROM (${grouped.groups}) AS found ${order} LIMIT ${sql.lit(MOST_FINDINGS)}`);
  const findings = shown.map((row) => findingOf(code, row)).sort((one, other) => compareText(one.jobId, other.jobId));
  if (shown.length < MOST_FINDINGS) return findings;
  const rest = await session.rows(sql<GroupRow>`${grouped.first}
    SELECT '' AS job_id, '' AS model, count(*)::text AS jobs, CAST(sum(points) AS numeric(38, 6))::text AS points
    FROM (SELECT points FROM (${grouped.groups}) AS found ${order} OFFSET ${sql.lit(MOST_FINDINGS)}) AS others
    HAVING count(*) > 0`);
  return [...findings, ...rest.map((row) => findingOf(code, row))];
}

function findingOf(code: JobFinding['code'], row: GroupRow): JobFinding {
  return {
    code,
    jobId: row.job_id,
    model: row.model,
    rows: Number(row.jobs),
    points: exactPoints(row.points),
    input: '',
    line: 0,
  };
}
