import type { Month } from '../../core/month/month.ts';
import { type Lake, type LakeLimits, openLake, sqlText } from '../engine/duckdb.ts';
import { endsOf, type JobLogFile } from '../reading/job-log-file.ts';
import type { DerivedFiles } from './derived-files.ts';
import { factsSql, filesWithFacts } from './file-facts.ts';
import { inputSql, monthSql } from './jobs-view.ts';
import { toldMonthSql, type UndatedLogs } from './undated-logs.ts';

/** What a Parquet file of rows says in its metadata when its source ends without a line break. */
export const UNFINISHED = 'ends_inside_line';

/** A log whose last line may be cut off. */
export interface UnfinishedLog {
  /** SHA-256 of the input, and its last line. */
  readonly input: string;
  readonly line: number;
}

/**
 * The logs that end inside their last line, where that is a row of the month, or has no time and the log ends in the month,
 * or no row has one and they are told there.
 */
export async function unfinishedLogs(
  query: LakeLimits & {
    readonly files: readonly JobLogFile[];
    readonly month: Month;
    readonly undated?: UndatedLogs | undefined;
    /** Where what is derived from the files is kept. */
    readonly derived: DerivedFiles;
  },
): Promise<UnfinishedLog[]> {
  const ofRows = query.files.filter(({ csv }) => csv === undefined);
  const ofLines = query.files.filter(({ path, csv }) => csv !== undefined && endsOf(path).unfinished);
  if (ofRows.length + ofLines.length === 0) return [];
  const lake = await openLake(query);
  try {
    const files = [...ofLines, ...(ofRows.length === 0 ? [] : await marked(lake, ofRows))];
    if (files.length === 0) return [];
    const keys = factsSql(await filesWithFacts(lake, files, query.derived, query.threads));
    const told = toldMonthSql(inputSql(files), files, query.undated);
    const rows = await lake.rows(`
      SELECT file_index, arg_max(row + 1 + line_shift, row) AS line FROM ${keys} GROUP BY file_index
      HAVING coalesce(${monthSql('coalesce(arg_max_null(instant_ms, row), max(instant_ms))')}, ${told}) = ${query.month}`);
    return rows
      .map(({ file_index, line }) => ({ input: files[Number(file_index)]?.sha256 ?? '', line: Number(line) }))
      .sort((one, other) => (one.input < other.input ? -1 : 1));
  } finally {
    lake.close();
  }
}

async function marked(lake: Lake, files: readonly JobLogFile[]): Promise<JobLogFile[]> {
  const paths = files.map(({ path }) => sqlText(path)).join(', ');
  const found = await lake.rows(
    `SELECT file_name FROM parquet_kv_metadata([${paths}]) WHERE decode(key) = ${sqlText(UNFINISHED)}`,
  );
  const names = new Set(found.map(({ file_name }) => file_name));
  return files.filter(({ path }) => names.has(path));
}
