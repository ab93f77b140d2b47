import type { DerivedFiles } from './derived-files.ts';
import { type Lake, sqlText } from './duckdb.ts';
import { type JobLogFile, keptSql, monthSql } from './jobs-view.ts';
import { MAY_BE_COMPLETED, MAY_BE_SUBSCRIPTION } from './listed-values.ts';
import { onSession, sideBySide } from './side-by-side.ts';
import { WORKER } from './worker-sql.ts';

/** A job id as the key files hold it. Equal ids have equal hashes; the reverse is decided by the ids themselves. */
export const JOB_HASH = 'hash(job_id)';
/** The same of an event id; NULL where the row has none. */
export const EVENT_HASH = `CASE WHEN event_id IS NOT NULL THEN hash('event', event_id) END`;

/** Both sides of a job as the key files hold them. Equal sides have equal hashes; the wallets decide the reverse. */
export const SUBSCRIBER_HASH = 'hash(subscriber_wallet)';
export const WORKER_HASH = `hash(worker_wallet, ${WORKER.network})`;

/** A job log with the path of its key file. */
export interface KeyedFile extends JobLogFile {
  readonly keys: string;
}

/** Writes the key files that are not there yet, several at once. */
export function keyedFiles(
  lake: Lake,
  files: readonly JobLogFile[],
  derived: DerivedFiles,
  threads: number | undefined,
): Promise<KeyedFile[]> {
  return sideBySide(files, threads, async (file) => ({
    ...file,
    keys: await onSession(lake, (session) => fileKeys(session, file, derived)),
  }));
}

/**
 * Of each row of a file that may be completed the hash of its job id, `id_hash`, and where it may be credited to somebody
 * its `month`, `subscriber_hash` and `worker_hash`; and the hashes of event ids, alone. As Parquet, at most 28 bytes a row.
 * No policy is needed to write it.
 */
function fileKeys(lake: Lake, file: JobLogFile, derived: DerivedFiles): Promise<string> {
  const ofSubscription = (value: string): string => `CASE WHEN ${MAY_BE_SUBSCRIPTION} THEN ${value} END`;
  return derived.ensure(`keys.${file.sha256}`, (path) =>
    lake.run(`COPY (
      SELECT ${JOB_HASH} AS id_hash, ${ofSubscription(`${monthSql('instant_ms')}::INTEGER`)} AS month,
        CASE WHEN subscriber_wallet IS NOT NULL THEN ${ofSubscription(SUBSCRIBER_HASH)} END AS subscriber_hash,
        ${ofSubscription(WORKER_HASH)} AS worker_hash
      FROM ${keptSql([file])} WHERE ${MAY_BE_COMPLETED}
      UNION ALL BY NAME SELECT ${EVENT_HASH} AS id_hash FROM ${keptSql([file])} WHERE ${MAY_BE_COMPLETED} AND event_id IS NOT NULL
    ) TO ${sqlText(path)} (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 100)`),
  );
}
