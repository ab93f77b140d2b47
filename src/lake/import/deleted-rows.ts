import { placeInText } from '../../problems/place-in-text.ts';
import { type Place, type Problem, problem } from '../../problems/problem.ts';
import { type Lake, sqlText } from '../engine/duckdb.ts';
import { csvFields } from '../reading/csv-job-log.ts';
import { type Delimiter, fieldSpan, readCsvRecords } from '../reading/csv-records.ts';
import { deletedWords, deletionPattern, saysDeleted } from '../reading/deletion-marks.ts';
import { exactJsonlMembers } from '../reading/exact-jsonl.ts';
import { jsonTexts } from '../reading/jsonl-job-log.ts';
import { type ParquetColumns, readParquet } from '../reading/parquet-job-log.ts';

/** A text log that was read and found good. */
export interface ReadText {
  readonly path: string;
  readonly displayName: string;
  readonly format: 'csv' | 'jsonl';
  readonly delimiter: Delimiter;
  /** Its columns or keys; null where the engine did not read it. */
  readonly names: readonly string[] | null;
}

/** A log with rows that are marked as deleted is refused: which rows count, only its table knows. */
export async function deletedTexts(lake: Lake, log: ReadText): Promise<Problem[]> {
  const { names, path, format, delimiter } = log;
  if (names !== null) {
    const marks = names.flatMap((name, at) => (deletionPattern(name) === null ? [] : [{ name, at }]));
    if (marks.length === 0) return [];
    const relation =
      format === 'csv' ? csvFields(path, { delimiter, fieldCount: names.length }) : jsonTexts(path, marks);
    const anyDeleted = marks.map(({ name, at }) => isDeletedSql(name, `c${at}`)).join(' OR ');
    if ((await lake.rows(`SELECT 1 FROM ${relation} WHERE ${anyDeleted} LIMIT 1`)).length === 0) return [];
  }
  const found = new Found();
  if (format === 'csv') await lookAtCsv(log, found);
  else await lookAtJson(log, found);
  return found.problems();
}

/** The same of a Parquet file. */
export async function deletedParquetRows(
  lake: Lake,
  { path, displayName }: { readonly path: string; readonly displayName: string },
  { names, expressions }: ParquetColumns,
): Promise<Problem[]> {
  const found = new Found();
  for (const [at, name] of names.entries()) {
    if (deletionPattern(name) === null) continue;
    const text = `CAST(${expressions[at]} AS VARCHAR)`;
    const [row] = await lake.rows(`
      SELECT count(*) AS rows, min(place) AS line, arg_min(value, place) AS value
      FROM (SELECT ${text} AS value, file_row_number + 1 AS place FROM ${readParquet(path)}) WHERE ${isDeletedSql(name, 'value')}`);
    const place = { file: displayName, line: Number(row?.line) };
    if (Number(row?.rows) > 0) found.add(name, String(row?.value), () => place, Number(row?.rows));
  }
  return found.problems();
}

function isDeletedSql(name: string, text: string): string {
  return `regexp_full_match(lower(trim(${text})), ${sqlText(deletionPattern(name) ?? '')})`;
}

/** The first row that is marked, by each column. */
class Found {
  readonly #first = new Map<string, { value: string; place: Place; rows: number }>();

  add(column: string, value: string, placeOf: () => Place, rows = 1): void {
    const first = this.#first.get(column) ?? { value, place: placeOf(), rows: 0 };
    this.#first.set(column, { ...first, rows: first.rows + rows });
  }

  problems(): Problem[] {
    return [...this.#first].map(([column, { value, place, rows }]) =>
      problem('deleted-row', place, deletedWords(column, value, rows)),
    );
  }
}

async function lookAtCsv({ path, delimiter, displayName }: ReadText, found: Found): Promise<void> {
  let header: readonly string[] | null = null;
  for await (const records of readCsvRecords(path, delimiter)) {
    for (const record of records) {
      const { fields, line, raw } = record;
      for (const [at, name] of (header ?? []).entries()) {
        const placeOf = (): Place => placeInText(displayName, line, raw, fieldSpan(record, at));
        if (saysDeleted(name, fields[at] ?? '')) found.add(name, fields[at] ?? '', placeOf);
      }
      if (header === null && raw.trim() !== '') header = fields;
    }
  }
}

async function lookAtJson(log: ReadText, found: Found): Promise<void> {
  for await (const said of exactJsonlMembers(log))
    for (const { path: key, text, placeOf } of said) if (saysDeleted(key, text)) found.add(key, text, placeOf);
}
