import { TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import { sqlName, sqlText } from '../engine/duckdb.ts';
import { declaredTexts } from './declared-times.ts';
import { JOB_LOG_COLUMNS, type JobLogColumn } from './job-log-columns.ts';
import type { CsvForm } from './job-log-file.ts';
import { type TextRelation, textRelation } from './job-row-sql.ts';
import { NO_VALUE } from './job-values.ts';

/** Lines before the first record. */
const HEADER_LINES = 1;

/** The rows of regular CSV files of one form, as DuckDB reads them: nothing is guessed from the content. */
export function csvRelation(paths: readonly string[], form: CsvForm, beside: readonly string[] = []): TextRelation {
  return textRelation(readCsv(paths, form, []), fieldTexts(form), String(HEADER_LINES), beside, form.padded);
}

/** The same of lines that have more fields before their own: whole numbers, of the given names. */
export function numberedCsvRelation(path: string, form: CsvForm, numbers: readonly string[]): TextRelation {
  const source = readCsv([path], form, numbers);
  return textRelation(source, fieldTexts(form), String(HEADER_LINES), numbers);
}

/** What the exact reading writes: a line's shift, then JOB_LOG_COLUMNS. */
export function exactCsvRelation(path: string): TextRelation {
  const index = new Map(JOB_LOG_COLUMNS.map(({ name }, at) => [name, at] as const));
  const form: CsvForm = {
    delimiter: ',',
    fieldCount: index.size,
    named: { index, repeated: [] },
    times: TIMES_AS_WRITTEN,
  };
  return textRelation(readCsv([path], form, ['shift']), fieldTexts(form), 'shift');
}

function fieldTexts({ named, times }: CsvForm): ReadonlyMap<JobLogColumn, string> {
  return declaredTexts(new Map([...named.index].map(([column, at]) => [column, sqlName(`c${at}`)])), times);
}

/** All fields of a regular CSV file as texts: `c0`, `c1`. */
export function csvFields(path: string, form: Pick<CsvForm, 'delimiter' | 'fieldCount'>): string {
  return readCsv([path], form, []);
}

/** A packed name says nothing: what is read was unpacked. */
function readCsv(
  paths: readonly string[],
  { delimiter, fieldCount }: Pick<CsvForm, 'delimiter' | 'fieldCount'>,
  numbers: readonly string[],
): string {
  const fields = Array.from({ length: fieldCount }, (_, at) => `'c${at}': 'VARCHAR'`);
  const columns = [...numbers.map((name) => `${sqlText(name)}: 'BIGINT'`), ...fields].join(', ');
  return `read_csv([${paths.map(sqlText).join(', ')}], auto_detect = false, header = true, compression = 'none',
    delim = ${sqlText(delimiter)}, quote = '"', escape = '"',
    strict_mode = true, nullstr = [${['', ...NO_VALUE].map(sqlText).join(', ')}], columns = {${columns}})`;
}
