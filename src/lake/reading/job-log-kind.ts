import type { Buffer } from 'node:buffer';
import { csvFields, type Delimiter } from './csv-records.ts';
import { type JobLogColumn, type NamedColumns, nameColumns, namesJobId } from './job-log-columns.ts';
import { scanJsonLine } from './json-line.ts';

export type JobLogFormat = 'csv' | 'jsonl' | 'parquet';

/** What only jobs have; an id and a status alone are in many exports, a job id and a status in this one. */
const TELLING: readonly JobLogColumn[] = ['render_spark', 'worker_wallet', 'payment_model', 'model_id'];

/**
 * Tells a job log by its content, never by its name. `head.text` is the beginning of the file (up to 64 KB) without a
 * byte order mark; a JSON line may be cut off at its end.
 */
export function recogniseJobLog(head: { text: string; bytes: Buffer }): JobLogFormat | null {
  if (head.bytes.subarray(0, 4).equals(PARQUET_MAGIC)) return 'parquet';
  const firstLine = firstLineOf(head.text);
  if (firstLine.trimStart().startsWith('{')) return beginsWithJobs(head.text, firstLine) ? 'jsonl' : null;
  return isJobHeader(firstLine) ? 'csv' : null;
}

const PARQUET_MAGIC = new Uint8Array([0x50, 0x41, 0x52, 0x31]);

/** What stands between the columns of a header: that with which it names the most of them; a comma where none does more. */
export function delimiterOf(line: string): Delimiter {
  const named = (delimiter: Delimiter): number => nameColumns(csvFields(line, delimiter)).index.size;
  return DELIMITERS.reduce((best, other) => (named(other) > named(best) ? other : best));
}

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];

/** The first line of a text that is not blank. */
export function firstLineOf(text: string): string {
  return /[^\r\n]*\S[^\r\n]*/.exec(text)?.[0] ?? '';
}

function isJobHeader(line: string): boolean {
  const names = csvFields(line, delimiterOf(line));
  const { index } = nameColumns(names);
  if (!index.has('job_id') || !index.has('status')) return false;
  return index.has('worker_wallet') || index.has('render_spark') || names.some(namesJobId);
}

/**
 * Whether lines of JSON are jobs: the first one, or, where that is of a job that never ran and has an id and a status
 * alone, one of those after it.
 */
function beginsWithJobs(text: string, firstLine: string): boolean {
  if (isJobLine(firstLine)) return true;
  const index = namedColumns(firstLine);
  return index.has('job_id') && index.has('status') && text.split('\n').some(isJobLine);
}

function namedColumns(line: string): NamedColumns['index'] {
  return nameColumns(namesIn(line)).index;
}

function namesIn(line: string): string[] {
  return scanJsonLine(line).members.map((member) => member.path);
}

function isJobLine(line: string): boolean {
  const index = namedColumns(line);
  if (!index.has('job_id')) return false;
  if (index.has('status') && namesIn(line).some(namesJobId)) return true;
  const telling = TELLING.filter((column) => index.has(column)).length;
  const more = telling + (index.has('status') ? 1 : 0) + (index.has('completed_at') ? 1 : 0);
  return telling >= 1 && more >= 2;
}
