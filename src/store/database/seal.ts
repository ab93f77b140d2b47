import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { MIGRATIONS } from '../migrations/index.ts';

/**
 * The seal of a database: `revshare.sqlite.sha256` beside it, written when a run that wrote has closed it cleanly, with
 * everything in the one file. It finds a changed byte that no row shows. A run that is going to write removes it first,
 * so that a run that died leaves no seal rather than a wrong one.
 */

export const DATABASE_FILE = 'revshare.sqlite';
export const SEAL_FILE = `${DATABASE_FILE}.sha256`;
/**
 * What SQLite keeps beside a database that is open, or whose process died: it belongs to that database, and to no other
 * under its name.
 */
export const WAL_FILES = [`${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`];

/** `none`: there is nothing to compare. */
export type SealState = 'fits' | 'differs' | 'none';

/** Compares the database with its seal. Only while this process has no connection: reading would end its locks. */
export function checkSeal(dataDirectory: string): SealState {
  const sealed = readSeal(dataDirectory);
  if (sealed === null || !existsSync(join(dataDirectory, DATABASE_FILE)) || hasWal(dataDirectory)) return 'none';
  if (sealText(dataDirectory) === sealed) return 'fits';
  // A run that writes removes the seal first: when it is still the same, nobody was writing while this run read.
  return readSeal(dataDirectory) === sealed ? 'differs' : 'none';
}

/** The SHA-256 that the seal says; null without one. */
export function sealedHash(dataDirectory: string): string | null {
  return readSeal(dataDirectory)?.split(' ')[0] ?? null;
}

/** Removes the seal, durably, before the first write. */
export function breakSeal(dataDirectory: string): void {
  if (!existsSync(join(dataDirectory, SEAL_FILE))) return;
  rmSync(join(dataDirectory, SEAL_FILE), { force: true });
  syncPath(dataDirectory);
}

/** Whether opening the database will change it, because its tables are those of an older version. */
export function willMigrate(dataDirectory: string): boolean {
  const path = join(dataDirectory, DATABASE_FILE);
  if (!existsSync(path)) return true;
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(100);
    return readSync(file, header, 0, 100, 0) < 100 || header.readUInt32BE(USER_VERSION_AT) < MIGRATIONS.length;
  } finally {
    closeSync(file);
  }
}

/**
 * Seals a database that nobody writes to, and returns the SHA-256 of its bytes; null, without a seal, when a log beside it
 * holds pages, or the disk is full.
 */
export function writeSeal(dataDirectory: string): string | null {
  const path = join(dataDirectory, DATABASE_FILE);
  if (!existsSync(path) || hasWal(dataDirectory)) return null;
  const target = join(dataDirectory, SEAL_FILE);
  try {
    const text = sealText(dataDirectory);
    const file = openSync(`${target}.new`, 'w');
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${target}.new`, target);
    syncPath(dataDirectory);
    return sealedHash(dataDirectory);
  } catch {
    // The task is done and its result stands; a database without a seal is only not compared.
    rmSync(`${target}.new`, { force: true });
    return null;
  }
}

const USER_VERSION_AT = 60;

/** As sha256sum writes and reads it. */
function sealText(dataDirectory: string): string {
  return `${hashOf(join(dataDirectory, DATABASE_FILE))}  ${DATABASE_FILE}\n`;
}

function readSeal(dataDirectory: string): string | null {
  try {
    return readFileSync(join(dataDirectory, SEAL_FILE), 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function hasWal(dataDirectory: string): boolean {
  return (statSync(join(dataDirectory, `${DATABASE_FILE}-wal`), { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function hashOf(path: string): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(Math.min(1 << 20, fstatSync(file).size + 1));
    for (let length = -1; length !== 0; ) {
      length = readSync(file, buffer, 0, buffer.length, null);
      hash.update(buffer.subarray(0, length));
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
