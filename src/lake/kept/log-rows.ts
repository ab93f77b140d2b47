import { sqlText } from '../engine/duckdb.ts';
import { csvRelation } from '../reading/csv-job-log.ts';
import type { CsvForm, JobLogFile } from '../reading/job-log-file.ts';
import { goodRows, type TextRelation } from '../reading/job-row-sql.ts';
import { listedSql } from '../reading/listed-values.ts';

/**
 * The rows of some logs as the relation that all questions are asked of: the columns of keptRows, and `file_index`, which
 * counts the files as given (by SHA-256: then it sorts as the inputs do). A CSV is read where it lies; where that cannot be
 * read exactly, the Parquet file of its checked rows.
 */
export function keptSql(files: readonly JobLogFile[]): string {
  const numbered = files.map((file, at): NumberedFile => ({ ...file, at }));
  const csv = sameForm(numbered).map(({ form, of }) => {
    const rows = goodRows(csvRelation(pathsOf(of), form, ['file_index']), ['file_index']);
    return `SELECT * REPLACE (${fileNumber(of)} AS file_index) FROM (${rows})`;
  });
  const parquet = numbered.filter((file) => file.csv === undefined);
  return `(${[...csv, ...(parquet.length === 0 ? [] : [`SELECT * EXCLUDE (row) FROM ${parquetRows(parquet)}`])].join('\nUNION ALL BY NAME ')})`;
}

/** The texts of a CSV that is read where it lies; null of another log. */
export function csvRelationOf({ path, csv }: JobLogFile): TextRelation | null {
  return csv === undefined ? null : csvRelation([path], csv);
}

/** As keptSql, with the position of each row in its file as `row`. For what is asked seldom: one thread counts a CSV's rows. */
export function placedSql(files: readonly JobLogFile[]): string {
  const numbered = files.map((file, at): NumberedFile => ({ ...file, at }));
  const csv = numbered.flatMap(({ path, csv: form, at }) => {
    if (form === undefined) return [];
    return [
      `SELECT *, ${at}::BIGINT AS file_index, row_number() OVER () - 1 AS row FROM (${goodRows(csvRelation([path], form))})`,
    ];
  });
  const parquet = numbered.filter((file) => file.csv === undefined);
  return `(${[...csv, ...(parquet.length === 0 ? [] : [`FROM ${parquetRows(parquet)}`])].join('\nUNION ALL BY NAME ')})`;
}

/** A log with its place among all that are asked for. */
export type NumberedFile = JobLogFile & { readonly at: number };

/** CSV logs by what tells how they are read. */
export function sameForm(files: readonly NumberedFile[]): { form: CsvForm; of: NumberedFile[] }[] {
  const groups = new Map<string, { form: CsvForm; of: NumberedFile[] }>();
  for (const file of files) {
    const { csv: form } = file;
    if (form === undefined) continue;
    const key = JSON.stringify([form.delimiter, form.fieldCount, [...form.named.index], form.times]);
    const group = groups.get(key) ?? { form, of: [] };
    group.of.push(file);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/**
 * Checked rows, with `row`. A file of an earlier version lacks the later columns: of its statuses nothing is known but
 * whether they are those of completed jobs, or, of a later one, not which are those of refunded ones.
 */
export function parquetRows(files: readonly NumberedFile[]): string {
  return `(SELECT * EXCLUDE (file_row_number) REPLACE (${listedSql('payment_model')} AS payment_model, ${fileNumber(files)} AS file_index),
      file_row_number::BIGINT AS row
    FROM (
      SELECT *, file_index, file_row_number
      FROM read_parquet([${pathsOf(files).map(sqlText).join(', ')}], hive_partitioning = false, union_by_name = true)
      UNION ALL BY NAME SELECT NULL::VARCHAR AS unknown_status, NULL::VARCHAR AS event_id, NULL::BOOLEAN AS refunded WHERE false))`;
}

/** DuckDB counts the files of one reading. */
function fileNumber(files: readonly NumberedFile[]): string {
  return `([${files.map(({ at }) => at).join(', ')}]::BIGINT[])[(file_index + 1)::BIGINT]`;
}

function pathsOf(files: readonly NumberedFile[]): string[] {
  return files.map(({ path }) => path);
}
