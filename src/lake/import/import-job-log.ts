import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JobTimes } from '../../core/usage/job-times.ts';
import { placeInText } from '../../problems/place-in-text.ts';
import { type Problem, problem } from '../../problems/problem.ts';
import { type Lake, sqlText } from '../engine/duckdb.ts';
import type { JobLogEngine } from '../engine/job-log-engine.ts';
import { csvRelation, exactCsvRelation } from '../reading/csv-job-log.ts';
import type { Delimiter } from '../reading/csv-records.ts';
import { type CsvHeader, readCsvHeader } from '../reading/exact-csv.ts';
import { readExactly } from '../reading/exact-reading.ts';
import { type FileStructure, mayBePadded, scanStructure } from '../reading/file-structure.ts';
import { endsOf } from '../reading/job-log-file.ts';
import { delimiterOf, firstLineOf, type JobLogFormat } from '../reading/job-log-kind.ts';
import type { JobLogRelations } from '../reading/job-row-sql.ts';
import { jsonlRelations } from '../reading/jsonl-job-log.ts';
import { OverlongLine } from '../reading/overlong-line.ts';
import { deletedTexts } from './deleted-rows.ts';
import { stageParquet } from './stage-parquet.ts';
import { keepRows, refuseOrThrow, type Written, writeRows } from './staging.ts';

/** A job log to import: a plain (already unpacked) file. */
export interface JobLogSource {
  readonly path: string;
  /** The file as the person named it, for problems. */
  readonly displayName: string;
  readonly format: JobLogFormat;
  /** How times are meant that do not say it. */
  readonly times: JobTimes;
  /** Whether no books have taken it before: then rows that are marked as deleted are refused. What was taken counts. */
  readonly isNew: boolean;
  /** The Parquet file of its rows to write, where they cannot be read from the log itself. */
  readonly targetPath: string;
  /** The file of facts to write where they can; null where the log itself is not kept as it stands. */
  readonly factsPath: string | null;
  /** Scratch space, on any file system. */
  readonly tempDir: string;
  /** Called now and then with the part that is done, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** Span of the instants of all rows that have one, in milliseconds UTC. */
export interface ImportedJobLog {
  readonly rows: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

/** And what it wrote. */
export interface KeptJobLog extends ImportedJobLog {
  /** Where the lines of a log begin that is read where it lies (line-reader.ts), whose facts were written; null where its rows were. */
  readonly marks: readonly number[] | null;
}

/**
 * Validates every row of a job log (docs/inputs.md, R2), and writes what later questions need of it: its facts, where each
 * of its lines is one row that DuckDB reads exactly, or else the checked rows as Parquet; byte-identical for any number of
 * threads. Either the whole file is taken, or nothing of it: then the problems are returned, each with its place, up to
 * 1000. Throws only what is no fault of the file (a full disk, say).
 */
export async function importJobLog(
  source: JobLogSource,
  engine: JobLogEngine,
): Promise<{ problems: Problem[] } | KeptJobLog> {
  const lake = await engine.session();
  const staged = `${source.targetPath}.partial`;
  let scratch: string | null = null;
  try {
    scratch = await mkdtemp(join(source.tempDir, 'job-log-'));
    const stopProgress = await watchProgress(lake, source.onProgress);
    let found: readonly Problem[] | Marks;
    try {
      found =
        source.format === 'parquet'
          ? await stageParquet(lake, source, staged)
          : await stageText(lake, source, staged, scratch);
    } finally {
      stopProgress();
    }
    if (!('marks' in found)) {
      if (found.length > 0) return { problems: [...found] };
      const imported = await summary(lake, staged);
      await moveIntoPlace(staged, source.targetPath);
      return { ...imported, marks: null };
    }
    return { ...(await summary(lake, source.factsPath ?? '')), marks: found.marks };
  } finally {
    lake.close();
    await rm(staged, { force: true });
    if (scratch !== null) await rm(scratch, { recursive: true, force: true });
  }
}

/** A log that was taken without writing its rows. */
type Marks = Pick<FileStructure, 'marks'>;

/** Reads a text file, or says which line is too long. */
async function stageText(
  lake: Lake,
  source: JobLogSource,
  staged: string,
  scratch: string,
): Promise<readonly Problem[] | Marks> {
  try {
    return await stageLines(lake, source, staged, scratch);
  } catch (error) {
    if (!(error instanceof OverlongLine)) throw error;
    const place = { file: source.displayName, line: error.line };
    return [problem('overlong-line', place, 'the line is longer than 16 MB')];
  }
}

/** The vectorised reading first; where it refuses or cannot be trusted, the exact one decides. */
async function stageLines(
  lake: Lake,
  { path, displayName, format: any, factsPath, times, isNew }: JobLogSource,
  staged: string,
  scratch: string,
): Promise<readonly Problem[] | Marks> {
  const format = any === 'csv' ? 'csv' : 'jsonl';
  const { head, unfinished } = endsOf(path);
  const csv = { path, displayName, delimiter: delimiterOf(firstLineOf(head)), times };
  const header = format === 'csv' ? await readCsvHeader(csv) : null;
  const headerProblems = header?.problems ?? [];
  const ofCompleted = header?.ofCompleted ?? [];
  const rows: Written = { path: staged, what: 'rows', unfinished };
  const written: Written =
    header === null || factsPath === null ? rows : { path: factsPath, what: 'facts', unfinished };
  const scanning = scanStructure(path, format, csv.delimiter);
  let names = header?.fields ?? null;
  const reading = async (padded: boolean): Promise<number | null> => {
    // Of a header without the columns of completed jobs the exact reading says whether it needs them.
    if (headerProblems.length > 0 || ofCompleted.length > 0) return null;
    const isMixed = MIXED_CASE_WALLET.test(head);
    // A byte that is not UTF-8 ends the engine where a query does not name all columns.
    if (isMixed || (header !== null && header.named.index.size < header.fieldCount)) {
      if ((await scanning).notUtf8.length > 0) return null;
    }
    if (header !== null) return keepRows(lake, csvRelations(csv, header, padded), written, isMixed);
    const relations = await jsonlRelations(lake, path, times);
    names = relations?.names ?? null;
    return relations === null ? null : keepRows(lake, relations, written, isMixed);
  };
  const beginsPadded = format !== 'csv' || mayBePadded(Buffer.from(head, 'latin1'), csv.delimiter.charCodeAt(0));
  const [structure, first] = await both(
    scanning,
    refusable(() => reading(beginsPadded)),
  );
  if (structure.notUtf8.length > 0) return notUtf8(displayName, structure);
  if (headerProblems.length > 0) return headerProblems;
  const records = structure.records - (format === 'csv' ? 1 : 0);
  // A header alone may be cut off.
  if (records === 0 && ofCompleted.length > 0) return ofCompleted;
  // Nearly all logs begin as they go on: one that does not is read twice.
  const isAnew = structure.padded && !beginsPadded && first !== null;
  const count = isAnew ? await refusable(() => reading(true)) : first;
  // Whether DuckDB saw the records that the bytes hold.
  const isRead = structure.regular && count === records;
  const deleted = (): Promise<Problem[]> => deletedTexts(lake, { ...csv, format, names: isRead ? names : null });
  if (isRead) {
    const problems = isNew ? await deleted() : [];
    return problems.length === 0 && written.what === 'facts' ? { marks: structure.marks } : problems;
  }
  const rowsPath = join(scratch, 'rows.csv');
  const problems = await readExactly({ ...csv, format, ofCompleted }, rowsPath);
  if (problems.length === 0 && isNew) problems.push(...(await deleted()));
  if (problems.length > 0) return problems;
  await writeRows(lake, exactCsvRelation(rowsPath), 'looked at', rows);
  return [];
}

/** What a reading comes to; null where DuckDB refuses the file. */
async function refusable(reading: () => Promise<number | null>): Promise<number | null> {
  try {
    return await reading();
  } catch (error) {
    refuseOrThrow(error);
    return null;
  }
}

const MIXED_CASE_WALLET = /0x[0-9a-f]*[A-F]/;

function csvRelations(
  { path, delimiter, times }: { path: string; delimiter: Delimiter; times: JobTimes },
  header: CsvHeader,
  padded: boolean,
): JobLogRelations {
  const rows = csvRelation([path], { ...header, delimiter, times, padded });
  return { rows, wallets: rows };
}

/** Both results, and no failure of one while the other still works. */
async function both<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

function notUtf8(file: string, structure: FileStructure): Problem[] {
  return structure.notUtf8.map(({ line, text }) => {
    const at = Math.max(0, text.search(/[\ufffd\0]/));
    const message = text[at] === '\0' ? 'the line holds a NUL byte' : 'the line holds bytes that are not UTF-8';
    return problem('not-utf8', placeInText(file, line, text, { start: at, length: 1 }), message);
  });
}

/** @param written rows or facts */
async function summary(lake: Lake, written: string): Promise<ImportedJobLog> {
  const [row] = await lake.rows(
    `SELECT count(*) AS rows, min(instant_ms) AS first_ms, max(instant_ms) AS last_ms FROM read_parquet(${sqlText(written)})`,
  );
  const numberOf = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));
  return { rows: Number(row?.rows), firstMs: numberOf(row?.first_ms), lastMs: numberOf(row?.last_ms) };
}

/** The target appears whole or not at all, also when the power fails. */
async function moveIntoPlace(staged: string, target: string): Promise<void> {
  await sync(staged);
  await rename(staged, target);
  await sync(dirname(target));
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function watchProgress(lake: Lake, onProgress: JobLogSource['onProgress']): Promise<() => void> {
  if (onProgress === undefined) return () => undefined;
  await lake.run('SET enable_progress_bar = true');
  await lake.run('SET enable_progress_bar_print = false');
  const timer = setInterval(() => {
    const { percentage } = lake.connection.progress;
    if (percentage >= 0) onProgress(percentage / 100);
  }, 200);
  return () => clearInterval(timer);
}
