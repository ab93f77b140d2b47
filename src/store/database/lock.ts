import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';

/** Who holds the lock of a data directory. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** As typed, for people: `revshare finalize 2026-10`. */
  readonly command: string;
  /** ISO instant. */
  readonly since: string;
}

/** Another process holds the lock (exit code 4). */
export class DataDirectoryLocked extends Error {
  readonly dataDirectory: string;
  /** Null when it has not said yet who it is. */
  readonly holder: LockHolder | null;

  constructor(dataDirectory: string, holder: LockHolder | null) {
    super(`another run holds the lock of ${dataDirectory}`);
    this.name = 'DataDirectoryLocked';
    this.dataDirectory = dataDirectory;
    this.holder = holder;
  }
}

/** The connection that held the lock of books on a server was lost, and another run has begun (exit code 3). */
export class LockLost extends Error {
  constructor(shown: string) {
    super(
      `the connection that held the lock of ${shown} was lost, and another run has begun. What this run had finished ` +
        'stays, and nothing is half-written. Run the same command again when the other one has ended',
    );
    this.name = 'LockLost';
  }
}

export interface DataLock {
  release(): void;
}

/** What is locked. */
export const LOCK_DATABASE = 'lock.sqlite';
/** For people and for the run that finds the lock taken. It locks nothing by itself. */
const LOCK_HOLDER = 'lock.json';
/** All that the lock makes. */
export const LOCK_FILES = [LOCK_DATABASE, `${LOCK_DATABASE}-journal`, LOCK_HOLDER, `${LOCK_HOLDER}.new`];

/**
 * Takes the one lock of a data directory, or says who has it; never waits. The lock is an exclusive transaction of a
 * small database: the operating system ends it with its process, however that dies, so a dead holder's lock is free.
 *
 * @throws DataDirectoryLocked
 */
export function lockDataDirectory(dataDirectory: string, holder: LockHolder): DataLock {
  mkdirSync(dataDirectory, { recursive: true });
  const database = new SQLite(join(dataDirectory, LOCK_DATABASE), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new DataDirectoryLocked(dataDirectory, readHolder(dataDirectory));
  }
  if (!isOfPath(join(dataDirectory, LOCK_DATABASE))) {
    database.close();
    throw new DataDirectoryLocked(dataDirectory, null);
  }
  const file = join(dataDirectory, LOCK_HOLDER);
  try {
    // Whole or not at all: another run may read it at any time.
    writeFileSync(`${file}.new`, `${JSON.stringify(holder, null, 2)}\n`);
    renameSync(`${file}.new`, file);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    release() {
      if (!database.open) return;
      rmSync(file, { force: true });
      database.close();
    },
  };
}

/** Whether a run says that it holds the lock; one that was killed may say so still. */
export function isSaidHeld(dataDirectory: string): boolean {
  return existsSync(join(dataDirectory, LOCK_HOLDER));
}

/**
 * Whether the lock that is held is that of the file which has its name now. A run that was refused takes its data directory away with
 * the lock: who opened that file before holds the lock of no directory.
 */
function isOfPath(path: string): boolean {
  const again = new SQLite(path, { timeout: 0 });
  try {
    again.exec('BEGIN EXCLUSIVE');
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'SQLITE_BUSY';
  } finally {
    again.close();
  }
}

function readHolder(dataDirectory: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(join(dataDirectory, LOCK_HOLDER), 'utf8')) as LockHolder;
  } catch {
    return null;
  }
}
