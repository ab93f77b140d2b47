import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../../files/leavings.ts';
import { type DerivedFiles, openDerivedFiles } from '../../../lake/kept/derived-files.ts';
import { DATABASE_FILE } from '../../../store/database/seal.ts';

/** Where a data directory keeps what. */
export interface DataDirectory {
  readonly root: string;
  /** The checked rows, as Parquet, of job logs that cannot be read where their evidence lies; named by the SHA-256 of the log. */
  readonly lake: string;
  /** Every input, named by the SHA-256 of its unpacked bytes: job logs as they came, others packed. */
  readonly evidence: string;
  /** What can be computed again from the evidence at any time; safe to delete. */
  readonly derived: string;
  /** Its files as this run knows them: what fitted its hash once is read on. */
  readonly derivedFiles: DerivedFiles;
  /** Job logs that were read whole, of an import that has not come to its end. */
  readonly pending: string;
  /** Unpacked and spilled files of this process; gone when it ends. */
  readonly temporary: string;
}

/** Makes the directories. */
export function openDataDirectory(root: string): DataDirectory {
  for (const name of ['lake', 'evidence']) mkdirSync(join(root, name), { recursive: true });
  if (existsSync(root)) forOwnerAlone(root);
  const temporary = join(root, 'tmp', String(process.pid));
  // A dead process may have had this id: in a container it often has.
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  return placesOf(root, temporary);
}

/** Whether this user may write there. A directory that is not there is none that reading would make. */
export function isWritable(root: string): boolean {
  const database = join(root, DATABASE_FILE);
  try {
    accessSync(root, constants.W_OK | constants.X_OK);
    if (existsSync(database)) accessSync(database, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** One that may only be read: nothing is made in it, and what is unpacked goes to the directory named. */
export function readDataDirectory(root: string, temporary: string): DataDirectory {
  mkdirSync(temporary, { recursive: true });
  return placesOf(root, temporary);
}

function placesOf(root: string, temporary: string): DataDirectory {
  const derived = join(root, 'derived');
  return {
    ...{ root, lake: join(root, 'lake'), evidence: join(root, 'evidence'), derived },
    derivedFiles: openDerivedFiles(derived, temporary),
    ...{ pending: join(root, 'pending'), temporary },
  };
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

/** The Parquet file of the checked rows of a job log. */
export function lakeFile(directory: DataDirectory, sha256: string): string {
  return join(directory.lake, `${sha256}.parquet`);
}
