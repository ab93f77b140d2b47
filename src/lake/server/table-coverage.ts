import { sql } from 'kysely';
import { addMonths, type Month, monthOfInstant, monthStartMs } from '../../core/month/month.ts';
import { type JobLogCoverage, SHORTEST_GAP_MS } from '../job-gaps.ts';
import { MAY_BE_COMPLETED } from '../listed-values.ts';
import type { JobRows } from './job-rows.ts';
import type { ServerSession } from './server-session.ts';

/** Where the month has no row, as jobLogCoverage finds it in files. */
export async function tableGaps(session: ServerSession, rows: JobRows, month: Month): Promise<JobLogCoverage['gaps']> {
  const [start, end] = [monthStartMs(month), monthStartMs(addMonths(month, 1))];
  const hours = await session.rows(sql<{ first: string; last: string }>`
    SELECT min(instant_ms)::text AS first, max(instant_ms)::text AS last
    FROM ${rows.within(start, end)} AS jobs GROUP BY floor(instant_ms / ${sql.lit(SHORTEST_GAP_MS)})`);
  if (hours.length === 0) return null;
  const stretches = hours
    .map(({ first, last }) => ({ first: Number(first), last: Number(last) }))
    .sort((one, other) => one.first - other.first);
  const gaps: { fromMs: number; untilMs: number }[] = [];
  let fromMs = start;
  for (const { first, last } of [...stretches, { first: end, last: end }]) {
    if (first - fromMs > SHORTEST_GAP_MS) gaps.push({ fromMs, untilMs: first });
    fromMs = last;
  }
  return gaps;
}

/** The months in which rows of some jobs fall that are or may be completed, as monthsOfJobs finds them in files. */
export async function monthsOfTableJobs(
  session: ServerSession,
  rows: JobRows,
  jobIds: readonly string[],
): Promise<Map<string, Set<Month>>> {
  const months = new Map<string, Set<Month>>();
  if (jobIds.length === 0) return months;
  const found = await session.rows(sql<{ job_id: string; instant_ms: string }>`
    SELECT DISTINCT job_id, instant_ms::text AS instant_ms FROM ${rows.all} AS jobs
    WHERE ${sql.raw(MAY_BE_COMPLETED)} AND job_id = ANY (${[...jobIds]}::text[])`);
  for (const { job_id: jobId, instant_ms } of found) {
    months.set(jobId, (months.get(jobId) ?? new Set()).add(monthOfInstant(Number(instant_ms))));
  }
  return months;
}
