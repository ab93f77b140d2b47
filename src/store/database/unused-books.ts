import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { LOCK_FILES } from './lock.ts';
import { DATABASE_FILE, SEAL_FILE, WAL_FILES } from './seal.ts';
import { isStage } from './unfinished-restore.ts';

/** What the first run of a data directory makes before it takes anything. */
const MADE = [...LOCK_FILES, DATABASE_FILE, ...WAL_FILES, SEAL_FILE, `${SEAL_FILE}.new`];
/** What a file system puts into its own root. */
const OF_THE_VOLUME = 'lost+found';

/** In `tmp` is what a process that was killed had unpacked, and nothing else. */
const DIRECTORIES = ['lake', 'evidence', 'derived', 'pending', 'tmp'];

/**
 * Whether a data directory has nothing but what a first run makes: no file that was taken, no row in its database. One that
 * cannot be read, or holds anything else, is somebody's.
 */
export function holdsNothing(dataRoot: string): boolean {
  try {
    const names = readdirSync(dataRoot).filter((name) => !isStage(name) && name !== OF_THE_VOLUME);
    return (
      names.every((name) => MADE.includes(name) || DIRECTORIES.includes(name)) &&
      names.every((name) => MADE.includes(name) || name === 'tmp' || hasNoFile(join(dataRoot, name))) &&
      hasNoRow(join(dataRoot, DATABASE_FILE))
    );
  } catch {
    return false;
  }
}

/** Takes away what a first run made. Only for the holder of the lock, whose file goes last. */
export function removeUnused(dataRoot: string): void {
  for (const name of [...DIRECTORIES, ...MADE.toReversed()])
    rmSync(join(dataRoot, name), { recursive: true, force: true });
}

function hasNoFile(directory: string): boolean {
  return readdirSync(directory).every((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() && hasNoFile(path);
  });
}

/** Migrations are noted in tables of their own. */
function hasNoRow(file: string): boolean {
  if (!existsSync(file)) return true;
  const database = new SQLite(file, { readonly: true, fileMustExist: true });
  try {
    const tables = database
      .prepare<[], { name: string }>(
        "select name from sqlite_master where type = 'table' and name not like 'kysely_%' and name not like 'sqlite_%'",
      )
      .all();
    return tables.every(({ name }) => database.prepare(`select 1 from "${name}" limit 1`).get() === undefined);
  } finally {
    database.close();
  }
}
