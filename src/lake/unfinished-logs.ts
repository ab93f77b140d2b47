import type { Month } from '../core/month/month.ts';
import { type Lake, type LakeLimits, openLake, sqlText } from './duckdb.ts';
import { type JobLogFile, keptSql, monthSql } from './jobs-view.ts';

/** What a kept log says in its metadata when its source ends without a line break. */
export const UNFINISHED = 'ends_inside_line';

/** A log whose last line may be cut off. */
export interface UnfinishedLog {
  /** SHA-256 of the input, and its last line. */
  readonly input: string;
  readonly line: number;
}

/** The logs that end inside their last line, where that is a row of the month, or has no time and the log ends in the month. */
export async function unfinishedLogs(
  query: LakeLimits & { readonly files: readonly JobLogFile[]; readonly month: Month },
): Promise<UnfinishedLog[]> {
  if (query.files.length === 0) return [];
  const lake = await openLake(query);
  try {
    return await lastLines(lake, await unfinished(lake, query.files), query.month);
  } finally {
    lake.close();
  }
}

async function unfinished(lake: Lake, files: readonly JobLogFile[]): Promise<JobLogFile[]> {
  const paths = files.map(({ path }) => sqlText(path)).join(', ');
  const found = await lake.rows(
    `SELECT file_name FROM parquet_kv_metadata([${paths}]) WHERE decode(key) = ${sqlText(UNFINISHED)}`,
  );
  const names = new Set(found.map(({ file_name }) => file_name));
  return files.filter(({ path }) => names.has(path));
}

async function lastLines(lake: Lake, files: readonly JobLogFile[], month: Month): Promise<UnfinishedLog[]> {
  if (files.length === 0) return [];
  const rows = await lake.rows(`
    SELECT file_index, arg_max(file_row_number + 1 + line_shift, file_row_number) AS line
    FROM ${keptSql(files)} GROUP BY file_index
    HAVING ${monthSql('coalesce(arg_max_null(instant_ms, file_row_number), max(instant_ms))')} = ${month}`);
  return rows
    .map(({ file_index, line }) => ({ input: files[Number(file_index)]?.sha256 ?? '', line: Number(line) }))
    .sort((one, other) => (one.input < other.input ? -1 : 1));
}
