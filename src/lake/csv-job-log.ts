import { sqlName, sqlText } from './duckdb.ts';
import type { JobLogColumn, NamedColumns } from './job-log-columns.ts';
import { type TextRelation, textRelation } from './job-row-sql.ts';

/** Lines before the first record. */
const HEADER_LINES = 1;

/** The rows of a regular CSV file, as DuckDB reads them: nothing is guessed from the content. */
export function csvRelation(path: string, fieldCount: number, named: NamedColumns): TextRelation {
  return textRelation(readCsv(path, fieldCount), fieldTexts(named.index), String(HEADER_LINES));
}

/** Name of the first column of the CSV that the exact reading writes, before those of JOB_LOG_COLUMNS. */
export function exactCsvRelation(path: string, columns: readonly JobLogColumn[]): TextRelation {
  const index = new Map(columns.map((column, at) => [column, at + 1]));
  return textRelation(readCsv(path, columns.length + 1), fieldTexts(index), 'c0::BIGINT');
}

function fieldTexts(index: ReadonlyMap<JobLogColumn, number>): Map<JobLogColumn, string> {
  return new Map([...index].map(([column, at]) => [column, sqlName(`c${at}`)]));
}

function readCsv(path: string, fieldCount: number): string {
  const columns = Array.from({ length: fieldCount }, (_, at) => `'c${at}': 'VARCHAR'`).join(', ');
  return `read_csv(${sqlText(path)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    strict_mode = true, columns = {${columns}})`;
}
