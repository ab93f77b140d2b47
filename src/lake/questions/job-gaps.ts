import type { JobGap, JobHour } from '../../core/close/checks/gate.ts';
import { HOUR_MS } from '../../core/month/durations.ts';
import { addMonths, type Month, monthStartMs } from '../../core/month/month.ts';
import { type LakeLimits, openLake } from '../engine/duckdb.ts';
import type { DerivedFiles } from '../kept/derived-files.ts';
import { fileHours } from '../kept/file-hours.ts';
import { parquetSql } from '../kept/jobs-view.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';

/** What the gates ask of the job logs. */
export interface JobLogCoverage {
  /** Rows kept of each file, by the SHA-256 of its input. */
  readonly rows: ReadonlyMap<string, number>;
  /** Stretches of the month without any row that are longer than an hour, in order, ms UTC; null when it has no row. */
  readonly gaps: readonly JobGap[] | null;
  /** Hours of the month with rows, in order. */
  readonly hours: readonly JobHour[];
}

export interface JobLogCoverageQuery extends LakeLimits {
  readonly files: readonly JobLogFile[];
  readonly month: Month;
  /** Where what is derived from the files is kept. */
  readonly derived: DerivedFiles;
}

/**
 * Counts the rows of the files and finds where the month has none, its beginning and end included. The rows of
 * an hour are one, so that memory does not grow with their number: a shorter stretch than that is no gap.
 */
export async function jobLogCoverage(query: JobLogCoverageQuery): Promise<JobLogCoverage> {
  if (query.files.length === 0) return { rows: new Map(), gaps: null, hours: [] };
  const lake = await openLake(query);
  try {
    const hours: string[] = [];
    for (const file of query.files) hours.push(await fileHours(lake, file, query.derived));
    const counted = await lake.rows(`SELECT file_index, sum(n)::BIGINT AS n FROM ${parquetSql(hours)} GROUP BY ALL`);
    const rows = new Map(counted.map((row) => [Number(row.file_index), Number(row.n)]));
    const [startMs, endMs] = [monthStartMs(query.month), monthStartMs(addMonths(query.month, 1))];
    const gaps = await lake.rows(gapsSql(hours, startMs, endMs));
    const busy = await lake.rows(`
      SELECT hour, sum(n)::BIGINT AS n FROM ${parquetSql(hours)}
      WHERE first >= ${startMs} AND first < ${endMs} GROUP BY hour ORDER BY hour`);
    return {
      rows: new Map(query.files.map((file, at) => [file.sha256, rows.get(at) ?? 0])),
      gaps: gaps[0]?.any_row === true ? gaps.filter((row) => row.from_ms !== null).map(gapOf) : null,
      hours: busy.map((row) => ({ atMs: Number(row.hour) * HOUR_MS, rows: Number(row.n) })),
    };
  } finally {
    lake.close();
  }
}

/** A shorter stretch without a row is no gap. */
const SHORTEST_GAP_MS = HOUR_MS;

/** First and last instant of each hour with rows, then the stretches between them: months begin with an hour. */
function gapsSql(hours: readonly string[], startMs: number, endMs: number): string {
  return `
    WITH hours AS (
      SELECT min(first) AS first, max(last) AS last FROM ${parquetSql(hours)}
      WHERE first >= ${startMs} AND first < ${endMs}
      GROUP BY hour),
    edges AS (SELECT first, last FROM hours UNION ALL SELECT ${startMs}, ${startMs} UNION ALL SELECT ${endMs}, ${endMs}),
    stretches AS (SELECT last AS from_ms, lead(first) OVER (ORDER BY first, last) AS until_ms FROM edges),
    gaps AS (SELECT * FROM stretches WHERE until_ms - from_ms > ${SHORTEST_GAP_MS})
    SELECT EXISTS (FROM hours) AS any_row, from_ms, until_ms
    FROM (SELECT 1) LEFT JOIN gaps ON true ORDER BY from_ms`;
}

function gapOf(row: Record<string, unknown>): { fromMs: number; untilMs: number } {
  return { fromMs: Number(row.from_ms), untilMs: Number(row.until_ms) };
}
