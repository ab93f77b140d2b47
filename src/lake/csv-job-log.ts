import type { Delimiter } from './csv-records.ts';
import { sqlName, sqlText } from './duckdb.ts';
import type { CsvSource } from './exact-csv.ts';
import type { JobLogColumn, NamedColumns } from './job-log-columns.ts';
import { type TextRelation, textRelation } from './job-row-sql.ts';

/** Lines before the first record. */
const HEADER_LINES = 1;

/** The rows of a regular CSV file, as DuckDB reads them: nothing is guessed from the content. */
export function csvRelation({ path, delimiter }: CsvSource, fieldCount: number, named: NamedColumns): TextRelation {
  return textRelation(readCsv(path, fieldCount, delimiter), fieldTexts(named.index), String(HEADER_LINES));
}

/** Name of the first column of the CSV that the exact reading writes, before those of JOB_LOG_COLUMNS. */
export function exactCsvRelation(path: string, columns: readonly JobLogColumn[]): TextRelation {
  const index = new Map(columns.map((column, at) => [column, at + 1]));
  return textRelation(readCsv(path, columns.length + 1, ','), fieldTexts(index), 'c0::BIGINT');
}

function fieldTexts(index: ReadonlyMap<JobLogColumn, number>): Map<JobLogColumn, string> {
  return new Map([...index].map(([column, at]) => [column, sqlName(`c${at}`)]));
}

/** A packed name says nothing: what is read was unpacked. */
function readCsv(path: string, fieldCount: number, delimiter: Delimiter): string {
  const columns = Array.from({ length: fieldCount }, (_, at) => `'c${at}': 'VARCHAR'`).join(', ');
  return `read_csv(${sqlText(path)}, auto_detect = false, header = true, compression = 'none',
    delim = ${sqlText(delimiter)}, quote = '"', escape = '"',
    strict_mode = true, columns = {${columns}})`;
}
