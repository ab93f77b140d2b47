import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lake } from '../engine/duckdb.ts';
import { numberedCsvRelation } from '../reading/csv-job-log.ts';
import { JOB_HASH } from '../reading/id-hashes.ts';
import type { CsvForm, JobLogFile } from '../reading/job-log-file.ts';
import { goodRows } from '../reading/job-row-sql.ts';
import type { DerivedFiles } from './derived-files.ts';
import { LineReader } from './line-reader.ts';
import { type NumberedFile, parquetRows, placedSql, sameForm } from './log-rows.ts';

/** What picking rows needs. */
export interface Picking {
  readonly lake: Lake;
  readonly derived: DerivedFiles;
  /** Scratch space. */
  readonly tempDir: string;
}

let picked = 0;

/**
 * Does something with single rows, as SQL of the columns of placedSql. A CSV's lines are taken from the log by their
 * numbers: nothing else of it is read. Where the facts are not of its lines, in their order, no sum is right: a row that
 * has another job id than its facts ends the query.
 *
 * @param places SQL of `file_index` and `row`, each place as often as it likes, and, where they are known, `id_hash` of its facts
 */
export async function withPickedRows<Result>(
  { lake, derived, tempDir }: Picking,
  files: readonly JobLogFile[],
  places: string,
  work: (rows: string) => Promise<Result>,
): Promise<Result> {
  await lake.run(`CREATE OR REPLACE TEMP TABLE places AS
    SELECT DISTINCT file_index::BIGINT AS file_index, row::BIGINT AS row, ${shortHash('id_hash')} AS id_short
    FROM (SELECT NULL::UBIGINT AS id_hash WHERE false UNION ALL BY NAME (${places}))`);
  const numbered = files.map((file, at): NumberedFile => ({ ...file, at }));
  const parts = [`SELECT *, NULL::BIGINT AS id_short FROM ${placedSql(files.slice(0, 1))} LIMIT 0`];
  const scratch: string[] = [];
  try {
    for (const { form, of } of sameForm(numbered)) {
      picked += 1;
      const path = join(tempDir, `picked-${picked}.csv`);
      scratch.push(path);
      if ((await writeLines({ lake, derived, tempDir }, form, of, path)) === 0) continue;
      parts.push(goodRows(numberedCsvRelation(path, form, NUMBERS), NUMBERS));
    }
    const parquet = numbered.filter(({ csv }) => csv === undefined);
    if (parquet.length > 0) parts.push(`FROM ${parquetRows(parquet)} JOIN places USING (file_index, row)`);
    const rows = parts.map((part) => `(${part})`).join('\nUNION ALL BY NAME ');
    return await work(`(SELECT * EXCLUDE (id_short) REPLACE (${ROW_OF_FACTS} AS row) FROM (${rows}))`);
  } finally {
    for (const path of scratch) rmSync(path, { force: true });
  }
}

/** As much of a hash as a JavaScript number holds. */
function shortHash(hash: string): string {
  return `(${hash} % ${2n ** 53n})::BIGINT`;
}

const ROW_OF_FACTS = `CASE WHEN id_short IS NULL OR id_short = ${shortHash(JOB_HASH)} THEN row
    ELSE error('the facts of a job log are not of its lines: delete derived/ in the data directory, and report it') END`;

const NUMBERS = ['file_index', 'row', 'id_short'];
const WRITE_BYTES = 1 << 20;

/** Writes the lines at the places of some logs as a CSV, each after its numbers. Returns how many. */
async function writeLines(
  { lake, derived }: Picking,
  form: CsvForm,
  files: readonly NumberedFile[],
  path: string,
): Promise<number> {
  const output = openSync(path, 'w');
  const readers: { at: number; lines: LineReader }[] = [];
  let lines = 0;
  try {
    const fields = [...NUMBERS, ...Array.from({ length: form.fieldCount }, (_, at) => `c${at}`)];
    let pieces: Buffer[] = [Buffer.from(`${fields.join(form.delimiter)}\n`)];
    let bytes = 0;
    const result = await lake.connection.stream(`SELECT file_index::INTEGER, row::DOUBLE, id_short::DOUBLE FROM places
      WHERE file_index IN (${files.map(({ at }) => at).join(', ')}) ORDER BY ALL`);
    for await (const rows of result.yieldRowsJs()) {
      for (const [at, row, idShort] of rows as [number, number, number | null][]) {
        let [reader] = readers;
        if (reader?.at !== at) {
          readers.pop()?.lines.close();
          const file = files.find((each) => each.at === at);
          if (file === undefined) throw new Error(`no log has the number ${at}`);
          reader = { at, lines: await LineReader.open(file, derived) };
          readers.push(reader);
        }
        const line = reader.lines.line(row + 1);
        const numbers = `${[at, row, idShort ?? ''].join(form.delimiter)}${form.delimiter}`;
        pieces.push(Buffer.from(numbers), Buffer.from(line), LINE_BREAK);
        lines += 1;
        bytes += line.length;
        if (bytes < WRITE_BYTES) continue;
        writeFileSync(output, Buffer.concat(pieces));
        pieces = [];
        bytes = 0;
      }
    }
    writeFileSync(output, Buffer.concat(pieces));
    return lines;
  } finally {
    readers.pop()?.lines.close();
    closeSync(output);
  }
}

const LINE_BREAK = Buffer.from('\n');
