import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile, type PlainInput } from '../files/plain-input.ts';
import { type ImportedJobLog, importJobLog } from '../lake/import-job-log.ts';
import { InvalidInput } from '../problems/problem.ts';
import type { ImportRecord } from '../store/imports.ts';
import { type DataDirectory, lakeFile } from './data-directory.ts';
import type { Progress } from './progress.ts';

/** A job log in the lake. `imported` is null when it was there before. */
export interface TakenJobLog {
  readonly sha256: string;
  readonly path: string;
  readonly imported: ImportedJobLog | null;
}

let staged = 0;

/**
 * Validates a job log and stores it as Parquet named by its hash. A plain file is hashed while it is validated, unless
 * a known import has its size: then the hash comes first, and a known file costs no more than reading it once.
 *
 * @throws InvalidInput with all problems of the file
 */
export async function takeJobLog(
  input: PlainInput,
  format: 'csv' | 'jsonl' | 'parquet',
  known: ReadonlyMap<string, ImportRecord>,
  data: DataDirectory,
  progress: Progress,
): Promise<TakenJobLog> {
  const mayBeKnown = [...known.values()].some((record) => record.kind === 'job-log' && record.bytes === input.bytes);
  const early = input.sha256 ?? (mayBeKnown ? await hashFile(input.path) : null);
  if (early !== null && known.has(early) && existsSync(lakeFile(data, early))) {
    return { sha256: early, path: lakeFile(data, early), imported: null };
  }
  progress.stage(`reading ${input.name}`);
  staged += 1;
  const target = join(data.lake, `.staged-${process.pid}-${staged}.parquet`);
  const [sha256, result] = await Promise.all([
    early ?? hashFile(input.path),
    importJobLog({
      path: input.path,
      displayName: input.shown,
      format,
      targetPath: target,
      tempDir: data.temporary,
      onProgress: (done) => progress.advance(Math.round(done * input.bytes), input.bytes, 'bytes'),
    }),
  ]);
  if ('problems' in result) {
    rmSync(target, { force: true });
    throw new InvalidInput(result.problems);
  }
  renameSync(target, lakeFile(data, sha256));
  return { sha256, path: lakeFile(data, sha256), imported: result };
}
