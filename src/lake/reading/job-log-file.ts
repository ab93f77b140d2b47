import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { JobTimes } from '../../core/usage/job-times.ts';
import type { Delimiter } from './csv-records.ts';
import { readCsvHeader } from './exact-csv.ts';
import type { NamedColumns } from './job-log-columns.ts';
import { delimiterOf, firstLineOf } from './job-log-kind.ts';

/** An imported job log, and the SHA-256 of the input. */
export interface JobLogFile {
  /** The input's own bytes, or where `csv` is absent the Parquet file of its checked rows. */
  readonly path: string;
  readonly sha256: string;
  /** How the lines are read. Such a log was checked when it was imported: every line is one row. */
  readonly csv?: CsvForm;
}

/** What tells how a CSV is read. */
export interface CsvForm {
  readonly delimiter: Delimiter;
  readonly fieldCount: number;
  readonly named: NamedColumns;
  /** How times are meant that do not say it. */
  readonly times: JobTimes;
  /** False where no value is padded (file-structure.ts): all are read as they stand. */
  readonly padded?: boolean;
}

/** A job log that is read where its bytes lie. */
export async function csvLog(path: string, sha256: string, times: JobTimes): Promise<JobLogFile> {
  const delimiter = delimiterOf(firstLineOf(endsOf(path).head));
  const header = await readCsvHeader({ path, displayName: path, delimiter });
  if (header === null) throw new Error(`${path} has no header`);
  return { path, sha256, csv: { delimiter, fieldCount: header.fieldCount, named: header.named, times } };
}

/** The first bytes of a text file, and whether it ends without a line break. */
export function endsOf(path: string): { head: string; unfinished: boolean } {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const text = head.toString('latin1', 0, readSync(file, head));
    const last = Buffer.alloc(1);
    const size = fstatSync(file).size;
    return { head: text, unfinished: size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE };
  } finally {
    closeSync(file);
  }
}

const NEWLINE = 10;
const HEAD_BYTES = 64 * 1024;
