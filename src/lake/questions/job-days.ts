import type { JobDay } from '../../core/close/job-day.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import { exactPoints, type LakeLimits, openLake, sqlText } from '../engine/duckdb.ts';
import { coveringName } from '../kept/covering-files.ts';
import type { DerivedFiles } from '../kept/derived-files.ts';
import { parquetSql } from '../kept/jobs-view.ts';
import { keptSql } from '../kept/log-rows.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { CONTROLLED_JOB } from '../usage/compile-rules.ts';

/**
 * Completed subscription jobs and their Spark of each UTC day from one instant up to another (half-open, ms UTC), each
 * once by its event id, else its job id (R11): what usage-control.csv counts. Of copies that differ the earliest stands.
 */
export async function jobDays(
  query: LakeLimits & {
    readonly files: readonly JobLogFile[];
    readonly fromMs: number;
    readonly beforeMs: number;
    /** Where what is derived from the files is kept. */
    readonly derived: DerivedFiles;
  },
): Promise<JobDay[]> {
  const { files, fromMs, beforeMs, derived } = query;
  if (files.length === 0) return [];
  const lake = await openLake(query);
  try {
    const asked = { inputs: files.map(({ sha256 }) => sha256), fromMs, beforeMs, by: 'event' };
    const kept = await derived.ensure(coveringName('days', asked), (path) =>
      lake.run(`COPY (
      WITH paid AS (
        SELECT {'job': CASE WHEN event_id IS NULL THEN job_id END, 'event': event_id} AS id, instant_ms,
          coalesce(render_spark, 0) AS points
        FROM ${keptSql(files)}
        WHERE ${CONTROLLED_JOB} AND instant_ms >= ${fromMs} AND instant_ms < ${beforeMs}),
      suspects AS (SELECT hash(id) AS id_hash FROM paid GROUP BY 1 HAVING count(*) > 1),
      once AS (
        SELECT instant_ms, points FROM paid WHERE hash(id) NOT IN (SELECT id_hash FROM suspects)
        UNION ALL
        SELECT earliest.instant_ms, earliest.points FROM (
          SELECT min({'instant_ms': instant_ms, 'points': points}) AS earliest FROM paid
          WHERE hash(id) IN (SELECT id_hash FROM suspects) GROUP BY id))
      SELECT instant_ms // ${DAY_MS} AS day, count(*) AS jobs, sum(points) AS points FROM once GROUP BY 1
      ) TO ${sqlText(path)} (FORMAT parquet)`),
    );
    const days = await lake.rows(`FROM ${parquetSql([kept])} ORDER BY day`);
    return days.map(({ day, jobs, points }) => {
      return { day: utcDate(Number(day) * DAY_MS), jobs: Number(jobs), points: exactPoints(points) };
    });
  } finally {
    lake.close();
  }
}
