import { addMonths, type Month, monthStartMs } from '../../core/month/month.ts';
import type { ListExtensions } from '../../core/usage/closed-lists.ts';
import { sqlText } from '../engine/duckdb.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { extendedStatuses } from '../reading/listed-values.ts';

/** More than any file has rows or lines. */
export const ROWS_PER_FILE = 2n ** 40n;

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

/** Whether the instant of a row is of a month (R1), or of one up to the last, so that a Parquet file says which of its rows need not be read. */
export function inMonthSql(month: Month, last = month): string {
  return `instant_ms BETWEEN ${monthStartMs(month)} AND ${monthStartMs(addMonths(last, 1)) - 1}`;
}
