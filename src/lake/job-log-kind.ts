import type { Buffer } from 'node:buffer';
import { csvFields } from './csv-records.ts';
import { type JobLogColumn, nameColumns } from './job-log-columns.ts';
import { scanJsonLine } from './json-line.ts';

export type JobLogFormat = 'csv' | 'jsonl' | 'parquet';

/** What only jobs have; job id and status alone are in many exports. */
const TELLING: readonly JobLogColumn[] = ['render_spark', 'worker_wallet', 'payment_model', 'model_id'];

/**
 * Tells a job log by its content, never by its name. `head.text` is the beginning of the file (up to 64 KB) without a
 * byte order mark; a JSON line may be cut off at its end.
 */
export function recogniseJobLog(head: { text: string; bytes: Buffer }): JobLogFormat | null {
  if (head.bytes.subarray(0, 4).equals(PARQUET_MAGIC)) return 'parquet';
  const firstLine = /[^\r\n]*\S[^\r\n]*/.exec(head.text)?.[0] ?? '';
  if (firstLine.trimStart().startsWith('{')) return isJobLine(firstLine) ? 'jsonl' : null;
  return isJobHeader(firstLine) ? 'csv' : null;
}

const PARQUET_MAGIC = new Uint8Array([0x50, 0x41, 0x52, 0x31]);

function isJobHeader(line: string): boolean {
  const { index } = nameColumns(csvFields(line));
  return index.has('job_id') && index.has('status') && (index.has('worker_wallet') || index.has('render_spark'));
}

function isJobLine(line: string): boolean {
  const names = scanJsonLine(line).members.map((member) => member.path);
  const { index } = nameColumns(names);
  if (!index.has('job_id')) return false;
  const telling = TELLING.filter((column) => index.has(column)).length;
  const more = telling + (index.has('status') ? 1 : 0) + (index.has('completed_at') ? 1 : 0);
  return telling >= 1 && more >= 2;
}
