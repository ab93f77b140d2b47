import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import type { JobTimes } from '../../core/usage/job-times.ts';
import { copyEvidence, type StagedEvidence } from '../../files/evidence.ts';
import { hashFile, type PlainInput } from '../../files/plain-input.ts';
import type { JobLogEngine } from '../../lake/engine/job-log-engine.ts';
import { type ImportedJobLog, importJobLog, type KeptJobLog } from '../../lake/import/import-job-log.ts';
import { partitionedLog } from '../../lake/import/partitioned-log.ts';
import type { DerivedFiles } from '../../lake/kept/derived-files.ts';
import { factsName } from '../../lake/kept/file-facts.ts';
import { keepLineMarks } from '../../lake/kept/line-reader.ts';
import type { JobLogFormat } from '../../lake/reading/job-log-kind.ts';
import { InvalidInput } from '../../problems/problem.ts';
import type { Database } from '../../store/database/open-store.ts';
import { insertImport, noteKept } from '../../store/inputs/imports.ts';
import { type DataDirectory, lakeFile } from '../books/directory/data-directory.ts';
import { isKept } from '../books/logs/kept-logs.ts';
import type { EvidenceKeeper } from './evidence.ts';
import { findPending, keepPending, pendingSizes } from './pending-job-logs.ts';

/** A job log that was validated, or was known before: then `imported` is null and the rest empty. */
export interface TakenJobLog {
  readonly sha256: string;
  /** Of what was read of the unpacked input. */
  readonly bytes: number;
  readonly imported: ImportedJobLog | null;
  /** The Parquet file of its rows, until it is published, and its hash; null and empty where the log is read where it lies. */
  readonly staged: string | null;
  readonly lakeSha256: string;
}

/** What taking a job log needs to know of its surroundings. */
export interface JobLogTaking {
  readonly data: DataDirectory;
  readonly known: ReadonlyMap<string, ImportRecord>;
  /** As `sizesWorthHashing` gave them; the logs that are taken are added. */
  readonly sizes: Set<number>;
  readonly evidence: Pick<EvidenceKeeper, 'stage' | 'adopt'>;
  readonly engine: JobLogEngine;
  /** How times are meant that do not say it. */
  readonly times: JobTimes;
  /** Whether what is kept of a known log is read too, and not only looked for. */
  readonly rehash: boolean;
  /** Whether they are taken again as books took them (verify): what is asked of a new log alone is not asked. */
  readonly isAgain: boolean;
  /** Called now and then with the part that is done, 0 to 1; where nobody watches, knowing it would only cost time. */
  readonly onProgress: ((done: number) => void) | undefined;
}

/** Sizes of the job logs that are known, or wait from an interrupted import: only a file of such a size is hashed before it is read. */
export function sizesWorthHashing({ known, data, times }: Pick<JobLogTaking, 'known' | 'data' | 'times'>): Set<number> {
  const logs = [...known.values()].filter(({ kind }) => kind === 'job-log');
  return new Set([...logs.map(({ bytes }) => bytes), ...pendingSizes(data, times)]);
}

let staged = 0;

/**
 * Validates a job log. A plain one is copied into the evidence store first, and hashed and read there: what is counted,
 * hashed and kept are the same bytes, also of a log that grows. One that came packed is packed again.
 *
 * Where a known log, or one that an interrupted import has read, has its size, its hash comes first, and such a file costs
 * no more than that.
 *
 * @throws InvalidInput with all problems of the file
 */
export async function takeJobLog(input: PlainInput, format: JobLogFormat, taking: JobLogTaking): Promise<TakenJobLog> {
  const { data, known, evidence, times, rehash } = taking;
  const early = input.sha256 ?? (taking.sizes.has(input.bytes) ? await hashFile(input.original) : null);
  const record = early === null ? undefined : known.get(early);
  if (early !== null && record !== undefined && (await isKept(data, record, rehash))) {
    return { sha256: early, bytes: input.bytes, imported: null, staged: null, lakeSha256: '' };
  }
  const pending = early === null ? null : await findPending(data, early, times);
  if (pending !== null) {
    evidence.adopt(pending.evidence);
    return { ...pending, staged: pending.parquet };
  }
  return validate(input, format, early, taking);
}

/** A log that is being kept: where it is read, and its evidence when that is durable. */
interface Keeping {
  readonly path: string;
  readonly isPlain: boolean;
  readonly settled: Promise<StagedEvidence>;
}

async function keeping(
  input: PlainInput,
  early: string | null,
  { data, evidence }: JobLogTaking,
  signal: AbortSignal,
): Promise<Keeping> {
  if (input.temporary) return { path: input.path, isPlain: false, settled: evidence.stage(input, early, signal) };
  const copy = await copyEvidence(input.original, data.evidence);
  return { path: copy.staged, isPlain: true, settled: copy.settled };
}

async function validate(
  input: PlainInput,
  format: JobLogFormat,
  early: string | null,
  taking: JobLogTaking,
): Promise<TakenJobLog> {
  const { data, evidence, engine, times, onProgress } = taking;
  const isNew = !taking.isAgain && (early === null || !taking.known.has(early));
  const partitioned = isNew ? await partitionedLog({ ...input, displayName: input.shown, format }, engine) : [];
  if (partitioned.length > 0) throw new InvalidInput(partitioned);
  staged += 1;
  const target = join(data.lake, `.staged-${process.pid}-${staged}.parquet`);
  const factsPath = join(data.temporary, `facts-${staged}.parquet`);
  const stop = new AbortController();
  const { path, isPlain, settled } = await keeping(input, early, taking, stop.signal);
  const stopping = (error: unknown): never => {
    stop.abort();
    throw error;
  };
  const reading = importJobLog(
    {
      ...{ path, displayName: input.shown, format, times, isNew, targetPath: target },
      ...{ tempDir: data.temporary, onProgress },
      factsPath: isPlain ? factsPath : null,
    },
    engine,
  ).then((result) => ('problems' in result ? stopping(new InvalidInput(result.problems)) : result), stopping);
  // Both end before this does, whichever fails: nothing goes on writing behind the caller's back.
  const [read, kept] = await Promise.allSettled([reading, settled]);
  try {
    if (read.status === 'rejected') throw read.reason;
    if (kept.status === 'rejected') throw kept.reason;
    const { marks, ...imported } = read.value;
    const { sha256 } = kept.value;
    const log = { sha256, bytes: isPlain ? statSync(path).size : input.bytes, imported };
    if (marks !== null) await keepFacts(data.derivedFiles, sha256, factsPath, marks);
    const rows =
      marks === null ? { parquet: target, lakeSha256: await hashFile(target) } : { parquet: null, lakeSha256: '' };
    const pending = keepPending(data, { ...log, ...rows, times, evidence: kept.value });
    taking.sizes.add(log.bytes);
    evidence.adopt(pending.evidence);
    return { ...log, staged: pending.parquet, lakeSha256: rows.lakeSha256 };
  } catch (error) {
    rmSync(target, { force: true });
    if (isPlain) rmSync(path, { force: true });
    throw error;
  } finally {
    rmSync(factsPath, { force: true });
  }
}

/** What was written of a log beside its checks is what later questions look for. */
async function keepFacts(
  derived: DerivedFiles,
  sha256: string,
  factsPath: string,
  marks: NonNullable<KeptJobLog['marks']>,
): Promise<void> {
  // Facts that are there of an import that failed may have been read by another declaration of times.
  await derived.keep(factsName(sha256), async (path) => renameSync(factsPath, path));
  await keepLineMarks(derived, sha256, marks);
}

/** Puts a job log that was taken into the lake, and notes it. Undone by `withdrawJobLog` where the database rolls back. */
export async function noteJobLog(
  db: Database,
  data: DataDirectory,
  input: PlainInput,
  jobLog: TakenJobLog,
): Promise<void> {
  const { sha256, bytes, imported, lakeSha256 } = jobLog;
  if (imported === null) return;
  publishJobLog(data, jobLog);
  await insertImport(db, {
    sha256,
    kind: 'job-log',
    name: input.name,
    bytes,
    period: '',
    profile: '',
    ...imported,
  });
  await noteKept(db, sha256, { lakeSha256 });
}

/** Puts the rows of a job log into their place; a log that is read where it lies has none, also where it had some. */
export function publishJobLog(data: DataDirectory, { sha256, staged: path }: TakenJobLog): void {
  if (path === null) rmSync(lakeFile(data, sha256), { force: true });
  else if (existsSync(path)) renameSync(path, lakeFile(data, sha256));
}

/** Takes them back to where they were staged: no import names them, and another run may take them from there. */
export function withdrawJobLog(data: DataDirectory, { sha256, imported, staged: path }: TakenJobLog): void {
  const place = lakeFile(data, sha256);
  if (imported !== null && path !== null && !existsSync(path) && existsSync(place)) renameSync(place, path);
}
