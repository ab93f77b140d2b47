import type { ListExtensions } from '../core/usage/closed-lists.ts';
import { sqlText } from './duckdb.ts';
import { extendedStatuses, listedSql } from './listed-values.ts';

/** An imported job log: the Parquet file and the SHA-256 of the input that it was made of. */
export interface JobLogFile {
  readonly path: string;
  readonly sha256: string;
}

/** More than any file has rows or lines. */
export const ROWS_PER_FILE = 2n ** 40n;

/**
 * All rows of some files, their statuses by the network's lists and those of revshare.yaml. `file_index` counts the files in the order given (by SHA-256: then it sorts as the inputs do),
 * `line` is the line in the input, `row_key` names the row and sorts by file and place in it.
 */
export function jobsSql(files: readonly JobLogFile[], extensions: ListExtensions): string {
  const rows = `(SELECT * EXCLUDE (file_index, file_row_number), file_index::BIGINT AS file_index, (file_row_number + 1 + line_shift)::BIGINT AS line,
      file_index::BIGINT * ${ROWS_PER_FILE} + file_row_number::BIGINT AS row_key
    FROM ${keptSql(files)})`;
  return withStatuses(rows, extensions);
}

/**
 * The rows of some logs as they are kept, `file_index` and `file_row_number` beside them. A file of an earlier version
 * lacks the later columns: of its statuses nothing is known but whether they are those of completed jobs.
 */
export function keptSql(files: readonly JobLogFile[]): string {
  return `(SELECT * REPLACE (${listedSql('payment_model')} AS payment_model), file_index, file_row_number
    FROM (
      SELECT *, file_index, file_row_number
      FROM read_parquet([${files.map(({ path }) => sqlText(path)).join(', ')}], hive_partitioning = false, union_by_name = true)
      UNION ALL BY NAME SELECT NULL::VARCHAR AS unknown_status, NULL::VARCHAR AS event_id WHERE false))`;
}

/** Rows with their statuses by what revshare.yaml adds to the network's lists too. */
export function withStatuses(rows: string, extensions: ListExtensions): string {
  const statuses = extendedStatuses(extensions);
  if (statuses === null) return rows;
  return `(SELECT * REPLACE (${statuses.completed} AS status_completed, ${statuses.unknown} AS unknown_status) FROM ${rows})`;
}

/** The rows of Parquet files; their `file_index` counts them as given. */
export function parquetSql(paths: readonly string[]): string {
  return `read_parquet([${paths.map(sqlText).join(', ')}], hive_partitioning = false)`;
}

/** The SHA-256 of the input of a row, by the `file_index` of the files as given. */
export function inputSql(files: readonly JobLogFile[]): string {
  return `[${files.map(({ sha256 }) => sqlText(sha256)).join(', ')}][(file_index + 1)::BIGINT]`;
}

/** Which `input` is which `place` among the files as given. */
export function placesSql(files: readonly JobLogFile[]): string {
  return `(VALUES ${files.map(({ sha256 }, at) => `(${sqlText(sha256)}, ${at}::BIGINT)`).join(', ')}) AS places(input, place)`;
}

/** Rows with the account lists of both wallets, as the rule of self-matching needs them. */
export function withAccounts(rows: string): string {
  return `(SELECT rows.*, of_worker.accounts AS worker_accounts, of_subscriber.accounts AS subscriber_accounts
    FROM ${rows} AS rows
    LEFT JOIN wallet_accounts AS of_worker ON of_worker.wallet = rows.worker_wallet
    LEFT JOIN wallet_accounts AS of_subscriber ON of_subscriber.wallet = rows.subscriber_wallet)`;
}

/** A Month of an instant in milliseconds UTC (R1). */
export function monthSql(instant: string): string {
  return `(year(make_timestamp_ms(${instant})) * 12 + month(make_timestamp_ms(${instant})) - 1)`;
}
