import type { JobDay } from '../../core/close/job-day.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { ListExtensions } from '../../core/usage/closed-lists.ts';
import { exactPoints, openLake, sqlText } from '../engine/duckdb.ts';
import { coveringName } from '../kept/covering-files.ts';
import { parquetSql } from '../kept/jobs-view.ts';
import { controlledJobSql } from '../usage/compile-rules.ts';
import { jobsOfFacts } from '../usage/usage-alone.ts';
import { type ExaminedLogs, inInputOrder, type RepeatedQuery, withRepeatedJobs } from './examined-logs.ts';

/** Logs, and what revshare.yaml adds to the lists by which a job is a completed one of the subscription. */
export interface DaysQuery extends Omit<RepeatedQuery, 'policy'> {
  readonly extensions: ListExtensions;
}

/** Half-open, ms UTC. */
export interface Span {
  readonly fromMs: number;
  readonly beforeMs: number;
}

/**
 * Completed subscription jobs and their Spark of each UTC day from one instant up to another, each once by its event id,
 * else its job id (R11): what usage-control.csv counts. Of copies that differ the earliest stands.
 */
export async function jobDays(query: DaysQuery, span: Span): Promise<JobDay[]> {
  const { files, derived, extensions } = query;
  if (files.length === 0) return [];
  const asked = { inputs: inInputOrder(files).map(({ sha256 }) => sha256), ...span, by: 'event', extensions };
  const kept = await derived.ensure(coveringName('days', asked), (path) => writeDays(query, span, path));
  const lake = await openLake(query);
  try {
    const days = await lake.rows(`FROM ${parquetSql([kept])} ORDER BY day`);
    return days.map(({ day, jobs, points }) => {
      return { day: utcDate(Number(day) * DAY_MS), jobs: Number(jobs), points: exactPoints(points) };
    });
  } finally {
    lake.close();
  }
}

/** Control totals know nothing of jobs that a person withholds. */
function writeDays(query: DaysQuery, span: Span, path: string): Promise<void> {
  const { extensions } = query;
  return withRepeatedJobs({ ...query, policy: { extensions, withheldJobs: [] } }, async (logs) =>
    logs.lake.run(`COPY (${await daysSql(logs, extensions, span)}) TO ${sqlText(path)} (FORMAT parquet)`),
  );
}

/** Every row as if it were alone; rows of repeated ids are taken away, and one of each is added. */
async function daysSql(
  { files, factsOf }: ExaminedLogs,
  extensions: ListExtensions,
  { fromMs, beforeMs }: Span,
): Promise<string> {
  const controlled = `${controlledJobSql(extensions)} AND instant_ms >= ${fromMs} AND instant_ms < ${beforeMs}`;
  const columns = 'instant_ms, coalesce(render_spark, 0) AS points';
  const byDay = (rows: string, sign = ''): string =>
    `SELECT instant_ms // ${DAY_MS} AS day, ${sign}count(*) AS jobs, ${sign}sum(points) AS points FROM ${rows} GROUP BY day`;
  const once = `(SELECT unnest(min({'instant_ms': instant_ms, 'points': points})) FROM repeated
    GROUP BY event_id, CASE WHEN event_id IS NULL THEN job_id END)`;
  return `WITH repeated AS MATERIALIZED (SELECT ${columns}, event_id, job_id FROM jobs WHERE ${controlled})
    SELECT day, sum(jobs)::BIGINT AS jobs, sum(points) AS points FROM (
      ${byDay(`(SELECT ${columns} FROM ${jobsOfFacts(await factsOf(files), extensions)} WHERE ${controlled})`)}
      UNION ALL ${byDay('repeated', '-')}
      UNION ALL ${byDay(once)})
    GROUP BY day HAVING sum(jobs) <> 0`;
}
