import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readArchive } from '../../../files/archive.ts';
import { goneWithProcess, unfinishedName } from '../../../files/leavings.ts';
import { checkDirectory, checkReadableFile, checkWritable } from '../../../files/named-places.ts';
import { syncDirectory } from '../../../files/output-directory.ts';
import { InvalidInput, problem } from '../../../problems/problem.ts';
import { BACKUP_LIST, type BackupList, readBackupJson } from '../../../render/books/backup-json.ts';
import { inspectDatabase } from '../../../store/copies/compare-databases.ts';
import { type LockHolder, lockDataDirectory } from '../../../store/database/lock.ts';
import { DATABASE_FILE } from '../../../store/database/seal.ts';
import { holdsNothing, removeUnused } from '../../../store/database/unused-books.ts';
import type { Places } from '../opening/workspace.ts';

/** Plain names in plain folders: what is unpacked never leaves its directory. */
const NAME = /^[\w-][\w.-]*([/][\w-][\w.-]*)*$/;

/**
 * Puts a backup back as a data directory, where none is: every file is held against the hash that the backup lists, and only
 * when all of it is right does the directory get its name.
 *
 * @throws InvalidInput no-such-path, unreadable-path, books-exist, damaged-backup
 * @throws DataDirectoryLocked when a run has begun there
 */
export async function restoreBackup(
  file: string,
  { data, out }: Pick<Places, 'data' | 'out'>,
  holder: LockHolder,
): Promise<BackupList> {
  checkDirectory(out);
  refuseExistingBooks(data);
  checkReadableFile(file);
  return withStaging(data, async (staging) => {
    const list = await unpackChecked(file, staging);
    rmSync(join(staging, BACKUP_LIST));
    giveName(staging, data, holder);
    return list;
  });
}

/** Books are never written over, and are staged beside their place. @throws InvalidInput books-exist, unreadable-path */
export function refuseExistingBooks(data: string): void {
  checkWritable(data);
  checkWritable(dirname(resolve(data)));
  if (!existsSync(data) || readdirSync(data).length === 0 || holdsNothing(data)) return;
  throw new InvalidInput([problem('books-exist', { file: data }, 'it is not empty')]);
}

/** Works in a directory beside the data directory, empty at first, that becomes it by a rename; where it does not, nothing is left of it. */
export async function withStaging<Result>(data: string, work: (staging: string) => Promise<Result>): Promise<Result> {
  const staging = unfinishedName(resolve(data), 'restoring');
  const done = goneWithProcess(staging);
  try {
    mkdirSync(staging, { recursive: true });
    return await work(staging);
  } finally {
    done();
    rmSync(staging, { recursive: true, force: true });
  }
}

/**
 * The staged directory becomes the data directory, in place of one that holds nothing.
 *
 * @throws InvalidInput books-exist
 * @throws DataDirectoryLocked when a run has begun there
 */
export function giveName(staging: string, data: string, holder: LockHolder): void {
  if (existsSync(data)) clearUnused(data, holder);
  renameSync(staging, data);
  syncDirectory(dirname(resolve(data)));
}

/** What a first run made that took nothing goes under its lock, so that no run which begins meanwhile loses anything. */
function clearUnused(data: string, holder: LockHolder): void {
  const lock = readdirSync(data).length === 0 ? null : lockDataDirectory(data, holder);
  try {
    refuseExistingBooks(data);
    if (lock !== null) removeUnused(data);
    rmdirSync(data);
  } finally {
    lock?.release();
  }
}

async function unpackChecked(file: string, staging: string): Promise<BackupList> {
  const damaged = (what: string): InvalidInput => new InvalidInput([problem('damaged-backup', { file }, what)]);
  let list: BackupList;
  let found: ReadonlyMap<string, string>;
  try {
    const files = await readArchive(file, staging, (name) => NAME.test(name));
    found = new Map(files.map(({ name, sha256 }) => [name, sha256]));
    list = readBackupJson(readFileSync(join(staging, BACKUP_LIST), 'utf8'));
  } catch (error) {
    if (['ENOSPC', 'EDQUOT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw damaged(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  for (const { name, sha256 } of list.files) {
    const own = found.get(name);
    if (own === undefined) throw damaged(`${name} is missing in it`);
    if (own !== sha256) throw damaged(`${name} has the SHA-256 ${own}; its list says ${sha256}`);
  }
  const extra = [...found.keys()].find(
    (name) => name !== BACKUP_LIST && !list.files.some((each) => each.name === name),
  );
  if (extra !== undefined) throw damaged(`${extra} is not in its list`);
  if (list.server === null) {
    if (!found.has(DATABASE_FILE)) throw damaged(`it holds no ${DATABASE_FILE}`);
    const [what] = inspectDatabase(join(staging, DATABASE_FILE));
    for (const end of ['-wal', '-shm']) rmSync(join(staging, `${DATABASE_FILE}${end}`), { force: true });
    if (what !== undefined) throw damaged(`its database is not whole: ${what}`);
  }
  return list;
}
