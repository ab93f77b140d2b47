import type { Month } from '../../core/month/month.ts';
import { type LakeLimits, openLake, sqlText } from '../engine/duckdb.ts';
import type { DerivedFiles } from '../kept/derived-files.ts';
import { factsSql, filesWithFacts } from '../kept/file-facts.ts';
import { monthSql } from '../kept/jobs-view.ts';
import { withPickedRows } from '../kept/picked-rows.ts';
import { JOB_HASH } from '../reading/id-hashes.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';

/** The months in which rows of some jobs fall that are completed, or may be; a job that no log has is not in the map. */
export async function monthsOfJobs(
  query: LakeLimits & {
    readonly files: readonly JobLogFile[];
    readonly jobIds: readonly string[];
    /** Where what is derived from the files is kept. */
    readonly derived: DerivedFiles;
  },
): Promise<Map<string, Set<Month>>> {
  const { files, jobIds, derived, tempDir } = query;
  const months = new Map<string, Set<Month>>();
  if (files.length === 0 || jobIds.length === 0) return months;
  const lake = await openLake(query);
  try {
    const ids = jobIds.map(sqlText).join(', ');
    const keys = factsSql(await filesWithFacts(lake, files, derived, query.threads));
    const places = `SELECT file_index, row FROM ${keys}
      WHERE id_hash IN (SELECT ${JOB_HASH} FROM (SELECT unnest([${ids}]) AS job_id))`;
    const rows = await withPickedRows({ lake, derived, tempDir }, files, places, (picked) =>
      lake.rows(`SELECT DISTINCT job_id, ${monthSql('instant_ms')} AS month FROM ${picked} WHERE job_id IN (${ids})`),
    );
    for (const { job_id, month } of rows) {
      const jobId = String(job_id);
      months.set(jobId, (months.get(jobId) ?? new Set()).add(Number(month) as Month));
    }
    return months;
  } finally {
    lake.close();
  }
}
