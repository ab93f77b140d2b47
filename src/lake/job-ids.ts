import type { DerivedFiles } from './derived-files.ts';
import { type Lake, sqlText } from './duckdb.ts';
import { type JobLogFile, parquetSql } from './jobs-view.ts';

/** A job id as the id files hold it. Equal ids have equal hashes; the reverse is decided by the ids themselves. */
export const JOB_HASH = 'hash(job_id)';

/** The hashes of the job ids of a file's completed rows (`job_hash`), as Parquet: eight bytes a row. */
export function jobIdsFile(lake: Lake, file: JobLogFile, derived: DerivedFiles): Promise<string> {
  return derived.ensure(`ids.${file.sha256}`, (path) =>
    lake.run(`COPY (SELECT ${JOB_HASH} AS job_hash FROM ${parquetSql([file.path])} WHERE status_completed)
      TO ${sqlText(path)} (FORMAT parquet, COMPRESSION uncompressed)`),
  );
}
