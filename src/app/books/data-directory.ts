import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput, problem } from '../../problems/problem.ts';

/** Where a data directory keeps what. */
export interface DataDirectory {
  readonly root: string;
  /** One validated Parquet file per job log, named by the SHA-256 of its source. */
  readonly lake: string;
  /** Every input, compressed, named by the SHA-256 of its unpacked bytes. */
  readonly evidence: string;
  /** What can be computed again from the lake at any time; safe to delete. */
  readonly derived: string;
  /** Job logs that were read whole, of an import that has not come to its end. */
  readonly pending: string;
  /** Unpacked and spilled files of this process; gone when it ends. */
  readonly temporary: string;
}

/** Makes the directories. */
export function openDataDirectory(root: string): DataDirectory {
  const lake = join(root, 'lake');
  const evidence = join(root, 'evidence');
  mkdirSync(lake, { recursive: true });
  mkdirSync(evidence, { recursive: true });
  if (existsSync(root)) forOwnerAlone(root);
  const temporary = join(root, 'tmp', String(process.pid));
  // A dead process may have had this id: in a container it often has.
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  return { root, lake, evidence, derived: join(root, 'derived'), pending: join(root, 'pending'), temporary };
}

/**
 * Removes what dead processes left. Only for the holder of the lock: nobody else stages anything, while a process that
 * only reads may have its own temporary directory.
 */
export function clearLeftovers(root: string): void {
  for (const name of namesIn(join(root, 'tmp'))) {
    if (!isAlive(Number(name))) rmSync(join(root, 'tmp', name), { recursive: true, force: true });
  }
  for (const store of ['lake', 'evidence']) {
    for (const name of namesIn(join(root, store))) {
      if (name.startsWith('.staged-')) rmSync(join(root, store, name), { force: true });
    }
  }
}

/** A directory that an earlier version made is closed to others too; where it is somebody else's, it stays as it is. */
function forOwnerAlone(root: string): void {
  try {
    if ((statSync(root).mode & OTHERS) !== 0) chmodSync(root, 0o700);
  } catch (error) {
    if (!['EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

const OTHERS = 0o077;

function namesIn(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

export function closeDataDirectory(directory: DataDirectory): void {
  rmSync(directory.temporary, { recursive: true, force: true });
}

/** A job log's Parquet file, with the SHA-256 of its input. */
export interface LakeFile {
  readonly path: string;
  readonly sha256: string;
}

/** A job log that the books name. */
export interface NamedLog {
  readonly sha256: string;
  /** How the person named it. */
  readonly name: string;
}

/**
 * The Parquet files of job logs. The books may know logs that were imported on another machine, with a data directory of
 * its own: each that is not here is named.
 *
 * @throws InvalidInput missing-job-log
 */
export function lakeFiles(directory: DataDirectory, logs: readonly NamedLog[]): LakeFile[] {
  const files = logs.map(({ sha256, name }) => ({ path: lakeFile(directory, sha256), sha256, name }));
  const missing = files.filter(({ path }) => !existsSync(path));
  if (missing.length === 0) return files;
  throw new InvalidInput(
    missing.map(({ path, name }) => problem('missing-job-log', { file: path }, `the rows of ${name} are not here`)),
  );
}

/** The Parquet file of a job log. */
export function lakeFile(directory: DataDirectory, sha256: string): string {
  return join(directory.lake, `${sha256}.parquet`);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
