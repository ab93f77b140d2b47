import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JobTimes, TIMES_AS_WRITTEN } from '../../src/core/usage/job-times.ts';
import { type LakeRow, openLake, sqlText } from '../../src/lake/engine/duckdb.ts';
import { jobLogEngine } from '../../src/lake/engine/job-log-engine.ts';
import { importJobLog, type KeptJobLog } from '../../src/lake/import/import-job-log.ts';
import { csvLog, type JobLogFile } from '../../src/lake/reading/job-log-file.ts';
import type { JobLogFormat } from '../../src/lake/reading/job-log-kind.ts';
import type { Problem } from '../../src/problems/problem.ts';

/** For the tests of the lake: job logs as texts, imported into a directory of their own. */

export const WORKER = `0x${'a1'.repeat(20)}`;
export const SUBSCRIBER = `0x${'b2'.repeat(20)}`;

/** A job as the columns of a CSV hold it. */
export type JobFields = Record<string, string>;

/** A creditable job of October 2026; what is given replaces its fields. */
export function jobFields(fields: JobFields = {}): JobFields {
  return {
    job_id: 'job-1',
    completed_at: '2026-10-05T12:00:00.000Z',
    status: 'completed',
    payment_model: 'subscription',
    trialing: 'false',
    worker_wallet: WORKER,
    subscriber_wallet: SUBSCRIBER,
    model_id: 'flux',
    render_spark: '1.5',
    ...fields,
  };
}

export function csvOf(jobs: readonly JobFields[]): string {
  const names = [...new Set(jobs.flatMap((job) => Object.keys(job)))];
  const lines = jobs.map((job) => names.map((name) => csvField(job[name] ?? '')).join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}

function csvField(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `nested` writes the names of the network's own SDK, amounts and instants as JSON numbers where their text allows it. */
export function jsonlOf(jobs: readonly JobFields[], nested = false): string {
  return jobs.map((job) => `${nested ? nestedJson(job) : JSON.stringify(job)}\n`).join('');
}

function nestedJson(job: JobFields): string {
  const text = (value: string | undefined): string => (value === undefined ? 'null' : JSON.stringify(value));
  const number = (value: string | undefined): string =>
    /^(0|[1-9]\d*)(\.\d+)?$/.test(value ?? '') ? `${value}` : text(value);
  const trialing = /^(true|false)$/.test(job.trialing ?? '') ? job.trialing : text(job.trialing);
  return (
    `{"id":${text(job.job_id)},"endTime":${number(job.completed_at)},"status":${text(job.status)},` +
    `"paymentModel":${text(job.payment_model)},"subscriptionTrialing":${trialing},` +
    `"worker":{"address":${text(job.worker_wallet)},"id":${text(job.worker_account)}},` +
    `"artist":{"address":${text(job.subscriber_wallet)},"id":${text(job.subscriber_account)}},` +
    `"modelId":${text(job.model_id)},"renderSpark":${number(job.render_spark)}}`
  );
}

export interface Imported {
  readonly result: { problems: Problem[] } | KeptJobLog;
  readonly targetPath: string;
}

export function freshDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'revshare-lake-'));
}

interface ImportOptions {
  readonly directory?: string;
  readonly name?: string;
  readonly threads?: number;
  readonly inPlace?: boolean;
  readonly times?: JobTimes;
  readonly isNew?: boolean;
}

export async function importText(
  content: string | Buffer,
  format: JobLogFormat,
  options: ImportOptions = {},
): Promise<Imported> {
  const directory = options.directory ?? freshDirectory();
  const name = options.name ?? 'jobs';
  const path = join(directory, `${name}.${format}`);
  writeFileSync(path, content);
  return importFile(path, format, { ...options, directory, name });
}

async function importFile(
  path: string,
  format: JobLogFormat,
  options: ImportOptions & { directory: string; name: string },
): Promise<Imported> {
  const targetPath = join(options.directory, `${options.name}.kept.parquet`);
  const tempDir = join(options.directory, 'temp');
  const engine = jobLogEngine({ tempDir, threads: options.threads ?? 1 });
  try {
    const factsPath = options.inPlace === true ? join(options.directory, `${options.name}.keys.parquet`) : null;
    const { name, times = TIMES_AS_WRITTEN, isNew = true } = options;
    const source = {
      path,
      displayName: `${name}.${format}`,
      format,
      times,
      isNew,
      targetPath,
      factsPath,
      tempDir,
    };
    return { result: await importJobLog(source, engine), targetPath };
  } finally {
    await engine.close();
  }
}

/** A good log as questions are asked of it: a CSV where it lies, unless its checked rows are wanted. */
export async function logFile(
  content: string,
  format: JobLogFormat,
  sha256: string,
  { directory = freshDirectory(), inPlace = true, times = TIMES_AS_WRITTEN }: ImportOptions = {},
): Promise<JobLogFile> {
  const { result, targetPath } = await importText(content, format, { directory, name: sha256, inPlace, times });
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.marks === null
    ? { path: targetPath, sha256 }
    : csvLog(join(directory, `${sha256}.${format}`), sha256, times);
}

/** The problems of a log that is expected to have some. */
export async function problemsOf(content: string | Buffer, format: JobLogFormat, times?: JobTimes): Promise<Problem[]> {
  const { result } = await importText(content, format, times && { times });
  if (!('problems' in result)) throw new Error(`imported ${result.rows} rows without a problem`);
  return result.problems;
}

/** The kept rows of a log that is expected to be good. */
export async function rowsOf(content: string | Buffer, format: JobLogFormat, times?: JobTimes): Promise<LakeRow[]> {
  return keptRowsOf(await importText(content, format, times && { times }));
}

export async function keptRowsOf({ result, targetPath }: Imported): Promise<LakeRow[]> {
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return query(`SELECT file_row_number + 1 AS row, file_row_number + 1 + line_shift AS line, * EXCLUDE line_shift
    FROM read_parquet(${sqlText(targetPath)})`);
}

async function query(sql: string): Promise<LakeRow[]> {
  const lake = await openLake({ tempDir: freshDirectory(), threads: 1 });
  try {
    return await lake.rows(sql);
  } finally {
    lake.close();
  }
}

/** Writes SQL's rows as a Parquet file, as another tool would. */
export async function writeParquet(select: string): Promise<{ path: string; bytes: Buffer }> {
  const path = join(freshDirectory(), 'jobs.parquet');
  await query(`COPY (${select}) TO ${sqlText(path)} (FORMAT parquet)`);
  return { path, bytes: readFileSync(path) };
}

/** The header of a log that is written line by line. */
export const HEADER =
  'job_id,completed_at,status,payment_model,worker_wallet,model_id,render_spark,trialing,subscriber_wallet';

/** A job as a line under it. */
export function line(fields: Record<string, string> = {}): string {
  const job = jobFields(fields);
  return HEADER.split(',')
    .map((name) => job[name] ?? '')
    .join(',');
}

/** A log of such lines. */
export function csv(...lines: string[]): string {
  return `${[HEADER, ...lines].join('\n')}\n`;
}

/** Checksums from EIP-55's own examples. */
export const CHECKSUMMED = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
