import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportRecord } from '../../core/close/import-record.ts';
import { hashFile, type PlainInput, plainInput } from '../../files/plain-input.ts';
import { stateOf, steadyCopy } from '../../files/steady-copy.ts';
import { type ImportedJobLog, importJobLog } from '../../lake/import-job-log.ts';
import type { JobLogEngine } from '../../lake/job-log-engine.ts';
import type { JobLogFormat } from '../../lake/job-log-kind.ts';
import { InvalidInput } from '../../problems/problem.ts';
import { insertImport, noteKept } from '../../store/imports.ts';
import type { Database } from '../../store/open-store.ts';
import { type DataDirectory, lakeFile } from '../books/data-directory.ts';
import type { EvidenceKeeper } from './evidence.ts';
import { findPending, keepPending, pendingSizes } from './pending-job-logs.ts';

/** A job log that was validated, or was known before: then `imported` is null and the rest empty. */
export interface TakenJobLog {
  readonly sha256: string;
  /** Of what was read of the unpacked input. */
  readonly bytes: number;
  readonly imported: ImportedJobLog | null;
  /** Its Parquet file, until it is published. */
  readonly staged: string;
  readonly lakeSha256: string;
}

/** What taking a job log needs to know of its surroundings. */
export interface JobLogTaking {
  readonly data: DataDirectory;
  readonly known: ReadonlyMap<string, ImportRecord>;
  /** Null where no evidence is kept. */
  readonly evidence: Pick<EvidenceKeeper, 'stage' | 'adopt' | 'forget'> | null;
  readonly engine: JobLogEngine;
  /** Called now and then with the part that is done, 0 to 1; where nobody watches, knowing it would only cost time. */
  readonly onProgress: ((done: number) => void) | undefined;
}

let staged = 0;

/**
 * Validates a job log and makes it Parquet. A file that somebody writes to while it is read is read again, from a copy:
 * what is counted, hashed and kept are the same bytes.
 *
 * @throws InvalidInput with all problems of the file
 */
export async function takeJobLog(input: PlainInput, format: JobLogFormat, taking: JobLogTaking): Promise<TakenJobLog> {
  if (input.temporary) return takeSteady(input, format, taking);
  const before = stateOf(input.original);
  if (statSync(input.original).size === input.bytes) {
    try {
      const taken = await takeSteady(input, format, taking);
      if (stateOf(input.original) === before) return taken;
      rmSync(taken.staged, { force: true });
    } catch (error) {
      if (stateOf(input.original) === before) throw error;
    }
    taking.evidence?.forget(input);
  }
  return takeGrowing(input, format, taking);
}

/**
 * A plain file is hashed while it is validated, unless a known one, or one that an interrupted import has read, has its
 * size: then the hash comes first, and such a file costs no more than that. Its evidence is compressed in the same pass as
 * it is hashed, beside the validation.
 */
async function takeSteady(input: PlainInput, format: JobLogFormat, taking: JobLogTaking): Promise<TakenJobLog> {
  const { data, known, evidence } = taking;
  const mayBeKnown = [...known.values()].some((record) => record.kind === 'job-log' && record.bytes === input.bytes);
  const isWorthHashing = mayBeKnown || pendingSizes(data).has(input.bytes);
  const early = input.sha256 ?? (isWorthHashing ? await hashFile(input.original) : null);
  if (early !== null && known.has(early) && existsSync(lakeFile(data, early))) {
    return { sha256: early, bytes: input.bytes, imported: null, staged: '', lakeSha256: '' };
  }
  const pending = early === null || evidence === null ? null : await findPending(data, early);
  if (pending !== null && evidence !== null) {
    evidence.adopt(pending.evidence);
    return { ...pending, staged: pending.parquet };
  }
  return validate(input, format, early, taking);
}

/** A log that somebody wrote to while it was read: each reader may have seen another part, so a copy is read in its place. */
async function takeGrowing(input: PlainInput, format: JobLogFormat, taking: JobLogTaking): Promise<TakenJobLog> {
  const copy = steadyCopy(input.original, taking.data.temporary);
  try {
    const names = { shown: input.shown, name: input.name };
    const steady = plainInput(copy, names, { temporary: true, sha256: await hashFile(copy) });
    return await takeSteady(steady, format, taking);
  } finally {
    rmSync(copy, { force: true });
  }
}

async function validate(
  input: PlainInput,
  format: JobLogFormat,
  early: string | null,
  { data, evidence, engine, onProgress }: JobLogTaking,
): Promise<TakenJobLog> {
  staged += 1;
  const target = join(data.lake, `.staged-${process.pid}-${staged}.parquet`);
  const stop = new AbortController();
  const stopping = (error: unknown): never => {
    stop.abort();
    throw error;
  };
  const reading = importJobLog(
    { path: input.path, displayName: input.shown, format, targetPath: target, tempDir: data.temporary, onProgress },
    engine,
  ).then((result) => ('problems' in result ? stopping(new InvalidInput(result.problems)) : result), stopping);
  const keeping = evidence === null ? null : evidence.stage(input, early, stop.signal);
  const hashing = early === null && evidence === null ? hashFile(input.original) : early;
  // All end before this does, whichever fails: nothing goes on writing behind the caller's back.
  const [imported, kept, hashed] = await Promise.allSettled([reading, keeping, hashing]);
  try {
    if (imported.status === 'rejected') throw imported.reason;
    if (kept.status === 'rejected') throw kept.reason;
    if (hashed.status === 'rejected') throw hashed.reason;
    const sha256 = kept.value?.sha256 ?? hashed.value;
    if (sha256 === null) throw new Error(`${input.shown} was neither kept nor hashed`);
    const lakeSha256 = await hashFile(target);
    const result = { sha256, bytes: input.bytes, imported: imported.value, lakeSha256 };
    if (kept.value === null || evidence === null) return { ...result, staged: target };
    const pending = keepPending(data, { ...result, parquet: target, evidence: kept.value });
    evidence.adopt(pending.evidence);
    return { ...result, staged: pending.parquet };
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  }
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

/** Puts the Parquet file of a job log into its place. */
export function publishJobLog(data: DataDirectory, { sha256, staged: path }: TakenJobLog): void {
  if (existsSync(path)) renameSync(path, lakeFile(data, sha256));
}

/** Takes it back to where it was staged: no import names it, and another run may take it from there. */
export function withdrawJobLog(data: DataDirectory, { sha256, imported, staged: path }: TakenJobLog): void {
  const place = lakeFile(data, sha256);
  if (imported !== null && !existsSync(path) && existsSync(place)) renameSync(place, path);
}
