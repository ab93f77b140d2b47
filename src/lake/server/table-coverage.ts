import { sql } from 'kysely';
import type { JobDay } from '../../core/close/job-day.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import { addMonths, type Month, monthOfInstant, monthStartMs } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { CONTROLLED_JOB } from '../compile-rules.ts';
import { exactPoints } from '../duckdb.ts';
import { type JobLogCoverage, SHORTEST_GAP_MS } from '../job-gaps.ts';
import type { JobRows } from './job-rows.ts';
import type { ServerSession } from './server-session.ts';

/** What the gates ask of a table. */
export type TableCoverage = Pick<JobLogCoverage, 'gaps' | 'hours'>;

/** Where the month has rows and where it has none, as jobLogCoverage finds it in files. */
export async function tableCoverage(session: ServerSession, rows: JobRows, month: Month): Promise<TableCoverage> {
  const [start, end] = [monthStartMs(month), monthStartMs(addMonths(month, 1))];
  const hours = await session.rows(sql<{ first: string; last: string; n: string }>`
    SELECT min(instant_ms)::text AS first, max(instant_ms)::text AS last, count(*)::text AS n
    FROM ${rows.within(start, end)} AS jobs GROUP BY floor(instant_ms / ${sql.lit(SHORTEST_GAP_MS)})`);
  if (hours.length === 0) return { gaps: null, hours: [] };
  const stretches = hours
    .map(({ first, last, n }) => ({ first: Number(first), last: Number(last), n: Number(n) }))
    .sort((one, other) => one.first - other.first);
  const gaps: { fromMs: number; untilMs: number }[] = [];
  let fromMs = start;
  for (const { first, last } of [...stretches, { first: end, last: end }]) {
    if (first - fromMs > SHORTEST_GAP_MS) gaps.push({ fromMs, untilMs: first });
    fromMs = last;
  }
  const busy = stretches.map(({ first, n }) => ({ atMs: first - (first % SHORTEST_GAP_MS), rows: n }));
  return { gaps, hours: busy };
}

/** Completed subscription jobs of each UTC day, each once, as jobDays counts them in files. */
export async function tableDays(
  session: ServerSession,
  rows: JobRows,
  fromMs: number,
  beforeMs: number,
): Promise<JobDay[]> {
  const days = await session.rows(sql<{ day: string; jobs: string; points: string }>`
    SELECT floor(instant_ms / ${sql.lit(DAY_MS)})::text AS day, count(*)::text AS jobs, sum(points)::text AS points
    FROM (
      SELECT instant_ms, coalesce(render_spark, 0) AS points,
        row_number() OVER (PARTITION BY job_id ORDER BY instant_ms, render_spark) AS copy
      FROM ${rows.within(fromMs, beforeMs)} AS jobs WHERE ${sql.raw(CONTROLLED_JOB)}) AS paid
    WHERE copy = 1 GROUP BY 1`);
  return days
    .map(({ day, jobs, points }) => {
      return { day: utcDate(Number(day) * DAY_MS), jobs: Number(jobs), points: exactPoints(points) };
    })
    .sort((one, other) => compareText(one.day, other.day));
}

/** The months in which completed rows of some jobs fall, as monthsOfJobs finds them in files. */
export async function monthsOfTableJobs(
  session: ServerSession,
  rows: JobRows,
  jobIds: readonly string[],
): Promise<Map<string, Set<Month>>> {
  const months = new Map<string, Set<Month>>();
  if (jobIds.length === 0) return months;
  const found = await session.rows(sql<{ job_id: string; instant_ms: string }>`
    SELECT DISTINCT job_id, instant_ms::text AS instant_ms FROM ${rows.all} AS jobs
    WHERE status_completed AND job_id = ANY (${[...jobIds]}::text[])`);
  for (const { job_id: jobId, instant_ms } of found) {
    months.set(jobId, (months.get(jobId) ?? new Set()).add(monthOfInstant(Number(instant_ms))));
  }
  return months;
}
