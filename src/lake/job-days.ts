import type { JobDay } from '../core/close/job-day.ts';
import { DAY_MS } from '../core/month/durations.ts';
import { utcDate } from '../core/month/utc-date.ts';
import { CONTROLLED_JOB } from './compile-rules.ts';
import { exactPoints, type LakeLimits, openLake } from './duckdb.ts';
import { type JobLogFile, parquetSql } from './jobs-view.ts';

/**
 * Completed subscription jobs and their Spark of each UTC day from one instant up to another (half-open, ms UTC), each
 * job once: what usage-control.csv counts. Of copies that differ the earliest stands.
 */
export async function jobDays(
  query: LakeLimits & { readonly files: readonly JobLogFile[]; readonly fromMs: number; readonly beforeMs: number },
): Promise<JobDay[]> {
  const { files, fromMs, beforeMs } = query;
  if (files.length === 0) return [];
  const lake = await openLake(query);
  try {
    const days = await lake.rows(`
      WITH paid AS (
        SELECT job_id, instant_ms, coalesce(render_spark, 0) AS points FROM ${parquetSql(files.map(({ path }) => path))}
        WHERE ${CONTROLLED_JOB} AND instant_ms >= ${fromMs} AND instant_ms < ${beforeMs}),
      suspects AS (SELECT hash(job_id) AS job_hash FROM paid GROUP BY 1 HAVING count(*) > 1),
      once AS (
        SELECT instant_ms, points FROM paid WHERE hash(job_id) NOT IN (SELECT job_hash FROM suspects)
        UNION ALL
        SELECT min(instant_ms), first(points ORDER BY instant_ms, points) FROM paid
        WHERE hash(job_id) IN (SELECT job_hash FROM suspects) GROUP BY job_id)
      SELECT instant_ms // ${DAY_MS} AS day, count(*) AS jobs, sum(points) AS points FROM once GROUP BY 1 ORDER BY 1`);
    return days.map(({ day, jobs, points }) => {
      return { day: utcDate(Number(day) * DAY_MS), jobs: Number(jobs), points: exactPoints(points) };
    });
  } finally {
    lake.close();
  }
}
