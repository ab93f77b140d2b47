import type { DerivedFiles } from './derived-files.ts';
import { type Lake, sqlText } from './duckdb.ts';
import type { JobLogFile } from './job-log-file.ts';
import { monthSql, parquetSql } from './jobs-view.ts';
import { MAY_BE_COMPLETED, MAY_BE_SUBSCRIPTION } from './listed-values.ts';
import { keptSql } from './log-rows.ts';
import { onSession, sideBySide } from './side-by-side.ts';
import { WORKER } from './worker-sql.ts';

/** A job id as the key files hold it. Equal ids have equal hashes; the reverse is decided by the ids themselves. */
export const JOB_HASH = 'hash(job_id)';
/** The same of an event id; NULL where the row has none. */
export const EVENT_HASH = `CASE WHEN event_id IS NOT NULL THEN hash('event', event_id) END`;

/** A job log with the path of its key file. */
export interface KeyedFile extends JobLogFile {
  readonly keys: string;
}

/** The logs with their key files; what is missing is written, several at once. */
export function keyedFiles(
  lake: Lake,
  files: readonly JobLogFile[],
  derived: DerivedFiles,
  threads: number | undefined,
): Promise<KeyedFile[]> {
  return sideBySide(files, threads, async (file) => ({
    ...file,
    keys: await derived.ensure(keysName(file.sha256), (path) =>
      onSession(lake, (session) => session.run(`COPY (${keysSql(keptSql([file]))}) TO ${sqlText(path)} (${KEY_FILE})`)),
    ),
  }));
}

/** The name of the key file of a log. */
export function keysName(sha256: string): `keys.${string}` {
  return `keys.${sha256}`;
}

/**
 * Of every row of a log, in its order, `line_shift` and `instant_ms`; of one that may be completed the hashes of its ids,
 * `id_hash` and `event_hash`; and where it may be credited to somebody its `month` and both sides, `subscriber_hash` and
 * `worker_hash`: equal sides have equal hashes, the wallets decide the reverse. At most 36 bytes. No policy is needed.
 *
 * @param rows a relation of keptRows
 */
export function keysSql(rows: string): string {
  const ofCompleted = (value: string): string => `CASE WHEN ${MAY_BE_COMPLETED} THEN ${value} END`;
  const ofSubscription = (value: string): string =>
    `CASE WHEN ${MAY_BE_COMPLETED} AND ${MAY_BE_SUBSCRIPTION} THEN ${value} END`;
  return `SELECT line_shift, instant_ms, ${ofCompleted(JOB_HASH)} AS id_hash, ${ofCompleted(EVENT_HASH)} AS event_hash,
      ${ofSubscription(`${monthSql('instant_ms')}::INTEGER`)} AS month,
      ${ofSubscription(`CASE WHEN subscriber_wallet IS NOT NULL THEN hash(subscriber_wallet) END`)} AS subscriber_hash,
      ${ofSubscription(`hash(worker_wallet, ${WORKER.network})`)} AS worker_hash
    FROM ${rows}`;
}

/** What makes writing keys cheap: hashes do not repeat, and what does is told as differences. */
export const KEY_FILE =
  'FORMAT parquet, PARQUET_VERSION v2, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 100, USE_TMP_FILE false';

/** The keys of all rows of some logs, `file_index` counting them as given, and each row's position in its log as `row`. */
export function allKeysSql(files: readonly KeyedFile[]): string {
  return `(SELECT *, file_index, file_row_number AS row FROM ${parquetSql(files.map(({ keys }) => keys))})`;
}
