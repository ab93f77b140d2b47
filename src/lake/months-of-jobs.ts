import type { Month } from '../core/month/month.ts';
import { type LakeLimits, openLake, sqlText } from './duckdb.ts';
import { type JobLogFile, jobsSql, monthSql } from './jobs-view.ts';

/** The months in which completed rows of some jobs fall; a job that no log has is not in the map. */
export async function monthsOfJobs(
  query: LakeLimits & { readonly files: readonly JobLogFile[]; readonly jobIds: readonly string[] },
): Promise<Map<string, Set<Month>>> {
  const months = new Map<string, Set<Month>>();
  if (query.files.length === 0 || query.jobIds.length === 0) return months;
  const lake = await openLake(query);
  try {
    const ids = query.jobIds.map(sqlText).join(', ');
    const rows = await lake.rows(`
      SELECT DISTINCT job_id, ${monthSql('instant_ms')} AS month
      FROM ${jobsSql(query.files)} WHERE status_completed AND job_id IN (${ids})`);
    for (const { job_id, month } of rows) {
      const jobId = String(job_id);
      months.set(jobId, (months.get(jobId) ?? new Set()).add(Number(month) as Month));
    }
    return months;
  } finally {
    lake.close();
  }
}
