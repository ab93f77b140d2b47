import { copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { DATABASE_FILE, SEAL_FILE, writeSeal } from '../database/seal.ts';

/**
 * Copies the database of a data directory as it is at one moment, with everything in the one file, and seals the copy. For
 * whoever holds the lock: a seal that still lies there is of a database that differs from it, and goes with the copy as it
 * is, so that the difference stays findable.
 */
export async function copyDatabaseFile(dataDirectory: string, target: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  const database = new SQLite(join(dataDirectory, DATABASE_FILE), { readonly: true });
  try {
    await database.backup(join(target, DATABASE_FILE));
  } finally {
    database.close();
  }
  const seal = join(dataDirectory, SEAL_FILE);
  if (existsSync(seal)) await copyFile(seal, join(target, SEAL_FILE));
  else writeSeal(target);
}

const TRIES = 5;

/** Copies database, log and seal as they are together at one moment, for whoever may only read them: needs no lock. */
export function copyDatabaseWhole(dataDirectory: string, target: string): void {
  const names = [DATABASE_FILE, `${DATABASE_FILE}-wal`, SEAL_FILE];
  const state = (): string =>
    names
      .map((name) => statSync(join(dataDirectory, name), { bigint: true, throwIfNoEntry: false }))
      .map((stat) => (stat === undefined ? '' : `${stat.size} ${stat.mtimeNs}`))
      .join(', ');
  for (let tried = 0; tried < TRIES; tried += 1) {
    const before = state();
    for (const name of names) {
      rmSync(join(target, name), { force: true });
      if (existsSync(join(dataDirectory, name))) copyFileSync(join(dataDirectory, name), join(target, name));
    }
    if (state() === before) return;
  }
  throw new Error(
    `${join(dataDirectory, DATABASE_FILE)} is being written; run the same command when that run has ended`,
  );
}
