import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readArchive } from '../../../files/archive.ts';
import { goneWithProcess, unfinishedName } from '../../../files/leavings.ts';
import { checkDirectory, checkReadableFile, checkWritable } from '../../../files/named-places.ts';
import { syncDirectory } from '../../../files/output-directory.ts';
import { InvalidInput, problem } from '../../../problems/problem.ts';
import { BACKUP_LIST, type BackupList, readBackupJson } from '../../../render/books/backup-json.ts';
import { inspectDatabase } from '../../../store/copies/compare-databases.ts';
import { BOOKS_NOTE } from '../../../store/database/books-place.ts';
import { LOCK_FILES, type LockHolder, lockDataDirectory } from '../../../store/database/lock.ts';
import { DATABASE_FILE, SEAL_FILE, WAL_FILES } from '../../../store/database/seal.ts';
import {
  hasUnfinishedRestore,
  noteMoves,
  RESTORING,
  STAGED,
  undoUnfinished,
} from '../../../store/database/unfinished-restore.ts';
import { holdsNothing } from '../../../store/database/unused-books.ts';
import { notice } from '../directory/notices.ts';
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
  makeReady(data, holder);
  checkReadableFile(file);
  return withStaging(data, async (staging) => {
    const list = await unpackChecked(file, staging);
    rmSync(join(staging, BACKUP_LIST));
    giveName(staging, data, holder);
    return list;
  });
}

/**
 * Books are never written over; where no directory is they are staged beside their place, else in it. What a restore
 * has moved that was killed meanwhile is no books: it is taken away.
 *
 * @throws InvalidInput books-exist, unreadable-path
 * @throws DataDirectoryLocked when a run has begun there
 */
export function makeReady(data: string, holder: LockHolder): void {
  checkWritable(data);
  if (hasUnfinishedRestore(data)) {
    const lock = lockDataDirectory(data, holder);
    try {
      undoUnfinished(data);
    } finally {
      lock.release();
    }
    notice(`what an interrupted restore had put into ${data} is taken away`);
  }
  refuseExistingBooks(data);
}

function refuseExistingBooks(data: string): void {
  if (!existsSync(data)) checkWritable(dirname(resolve(data)));
  else if (!holdsNothing(data)) throw new InvalidInput([problem('books-exist', { file: data }, 'it is not empty')]);
}

/**
 * Works in a directory, empty at first, that becomes the data directory or its content by renames; where it does not,
 * nothing is left of it. A directory that is there may be a volume, a link, or all that this user may write: then it is
 * within.
 */
export async function withStaging<Result>(data: string, work: (staging: string) => Promise<Result>): Promise<Result> {
  const place = existsSync(data) ? join(data, STAGED) : data;
  const staging = unfinishedName(resolve(place), RESTORING);
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
 * The staged directory becomes the data directory, or its content that of one which holds nothing.
 *
 * @throws InvalidInput books-exist
 * @throws DataDirectoryLocked when a run has begun there
 */
export function giveName(staging: string, data: string, holder: LockHolder): void {
  if (existsSync(data)) moveInto(staging, data, holder);
  else renameSync(staging, data);
  syncDirectory(dirname(resolve(data)));
}

/**
 * What says that there are books comes last: of a restore that is killed in between nobody takes the rest for books, and
 * the next one takes it away.
 */
const LAST = [SEAL_FILE, BOOKS_NOTE, DATABASE_FILE];

/** Under the lock of the directory, so that no run which begins meanwhile loses anything. */
function moveInto(staging: string, data: string, holder: LockHolder): void {
  const lock = lockDataDirectory(data, holder);
  try {
    refuseExistingBooks(data);
    const staged = readdirSync(staging).filter((name) => !LAST.includes(name) && !LOCK_FILES.includes(name));
    // A first run that was killed left a log of its database: SQLite would read it into the one that is put there.
    for (const name of [...WAL_FILES, ...LAST]) rmSync(join(data, name), { force: true });
    const names = [...staged, ...LAST.filter((each) => existsSync(join(staging, each)))];
    noteMoves(staging, names);
    for (const name of names) {
      rmSync(join(data, name), { recursive: true, force: true });
      renameSync(join(staging, name), join(data, name));
    }
    syncDirectory(data);
  } finally {
    lock.release();
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
    for (const name of WAL_FILES) rmSync(join(staging, name), { force: true });
    if (what !== undefined) throw damaged(`its database is not whole: ${what}`);
  }
  return list;
}
