import type { Month } from '../core/month/month.ts';
import { type LakeLimits, openLake, sqlText } from './duckdb.ts';
import { type JobLogFile, keptSql, monthSql } from './jobs-view.ts';
import { MAY_BE_COMPLETED } from './listed-values.ts';

/** The months in which rows of some jobs fall that are completed, or may be; a job that no log has is not in the map. */
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
      FROM ${keptSql(query.files)} WHERE ${MAY_BE_COMPLETED} AND job_id IN (${ids})`);
    for (const { job_id, month } of rows) {
      const jobId = String(job_id);
      months.set(jobId, (months.get(jobId) ?? new Set()).add(Number(month) as Month));
    }
    return months;
  } finally {
    lake.close();
  }
}
