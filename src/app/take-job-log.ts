import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile, type PlainInput } from '../files/plain-input.ts';
import { type ImportedJobLog, importJobLog } from '../lake/import-job-log.ts';
import { InvalidInput } from '../problems/problem.ts';
import { type ImportRecord, insertImport, noteKept } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';
import { type DataDirectory, lakeFile } from './data-directory.ts';
import type { EvidenceKeeper } from './evidence.ts';
import type { Progress } from './progress.ts';

/** A job log in the lake. `imported` is null when it was there before. */
export interface TakenJobLog {
  readonly sha256: string;
  readonly path: string;
  readonly imported: ImportedJobLog | null;
  /** SHA-256 of the Parquet file; empty when it was there before. */
  readonly lakeSha256: string;
}

let staged = 0;

/**
 * Validates a job log and stores it as Parquet named by its hash. A plain file is hashed while it is validated, unless
 * a known import has its size: then the hash comes first, and a known file costs no more than reading it once. Its
 * evidence is compressed in the same pass as it is hashed, beside the validation.
 *
 * @throws InvalidInput with all problems of the file
 */
export async function takeJobLog(
  input: PlainInput,
  format: 'csv' | 'jsonl' | 'parquet',
  known: ReadonlyMap<string, ImportRecord>,
  data: DataDirectory,
  evidence: Pick<EvidenceKeeper, 'stage'> | null,
  progress: Progress,
): Promise<TakenJobLog> {
  const mayBeKnown = [...known.values()].some((record) => record.kind === 'job-log' && record.bytes === input.bytes);
  const early = input.sha256 ?? (mayBeKnown ? await hashFile(input.path) : null);
  if (early !== null && known.has(early) && existsSync(lakeFile(data, early))) {
    return { sha256: early, path: lakeFile(data, early), imported: null, lakeSha256: '' };
  }
  progress.stage(`reading ${input.name}`);
  staged += 1;
  const target = join(data.lake, `.staged-${process.pid}-${staged}.parquet`);
  const stop = new AbortController();
  const hashing = hashOf(input, early, evidence, stop.signal);
  // Both end before this does, whichever fails: nothing goes on writing behind the caller's back.
  const [hashed, validated] = await Promise.allSettled([
    hashing,
    importJobLog({
      path: input.path,
      displayName: input.shown,
      format,
      targetPath: target,
      tempDir: data.temporary,
      onProgress: (done) => progress.advance(Math.round(done * input.bytes), input.bytes, 'bytes'),
    }).then(
      (result) => {
        if ('problems' in result) stop.abort();
        return result;
      },
      (error: unknown) => {
        stop.abort();
        throw error;
      },
    ),
  ]);
  try {
    if (validated.status === 'rejected') throw validated.reason;
    const result = validated.value;
    if ('problems' in result) throw new InvalidInput(result.problems);
    if (hashed.status === 'rejected') throw hashed.reason;
    const sha256 = hashed.value;
    const lakeSha256 = await hashFile(target);
    renameSync(target, lakeFile(data, sha256));
    return { sha256, path: lakeFile(data, sha256), imported: result, lakeSha256 };
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  }
}

/** The hash of the unpacked bytes; they are compressed on the way where evidence is kept. */
async function hashOf(
  input: PlainInput,
  early: string | null,
  evidence: Pick<EvidenceKeeper, 'stage'> | null,
  signal: AbortSignal,
): Promise<string> {
  if (evidence === null) return early ?? hashFile(input.original);
  return (await evidence.stage(input, early, signal)).sha256;
}

/** Notes a job log that the lake has taken. */
export async function noteJobLog(db: Database, input: PlainInput, jobLog: TakenJobLog): Promise<void> {
  const { sha256, imported, lakeSha256 } = jobLog;
  if (imported === null) return;
  await insertImport(db, {
    sha256,
    kind: 'job-log',
    name: input.name,
    bytes: input.bytes,
    period: '',
    profile: '',
    ...imported,
  });
  await noteKept(db, sha256, { lakeSha256 });
}
