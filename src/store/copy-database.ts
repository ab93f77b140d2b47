import { existsSync, mkdirSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { DATABASE_FILE, SEAL_FILE, writeSeal } from './seal.ts';

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
