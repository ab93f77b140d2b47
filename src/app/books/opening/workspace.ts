import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDirectory, checkWritable } from '../../../files/named-places.ts';
import { unusablePath } from '../../../problems/unusable-path.ts';
import { copyDatabaseWhole } from '../../../store/copies/copy-database.ts';
import {
  type BooksPlace,
  hasBooks,
  markDirectory,
  refuseNoBooks,
  refuseWrongBooks,
  serverOf,
  whoseDirectory,
} from '../../../store/database/books-place.ts';
import { isSaidHeld, type LockHolder, lockDataDirectory } from '../../../store/database/lock.ts';
import type { Store } from '../../../store/database/open-store.ts';
import {
  breakSeal,
  checkSeal,
  SEAL_FILE,
  type SealState,
  sealedHash,
  willMigrate,
  writeSeal,
} from '../../../store/database/seal.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import {
  clearLeftovers,
  closeDataDirectory,
  type DataDirectory,
  isWritable,
  openDataDirectory,
  readDataDirectory,
} from '../directory/data-directory.ts';
import { beforeFirstRun } from '../directory/first-run.ts';
import type { MachineLimits } from '../directory/machine-limits.ts';
import { notice } from '../directory/notices.ts';
import { refuseReportsAlone } from '../records/known-reports.ts';
import { JobTables } from './job-tables.ts';
import { onServer, openBooks, openFile } from './open-books.ts';
import { recordDerived, withRecordedDerived } from './recorded-derived.ts';
import { recoverReports } from './recover-final.ts';

export { hasBooks } from '../../../store/database/books-place.ts';
export type { LockHolder } from '../../../store/database/lock.ts';
export { DataDirectoryLocked, LockLost } from '../../../store/database/lock.ts';

/** An open data directory: the store and where files lie. */
export interface Workspace {
  readonly store: Store;
  /** Connections for reading only: a stream holds its connection, and finalize writes while charges stream. */
  readonly charges: Store;
  readonly posted: Store;
  readonly data: DataDirectory;
  /** Jobs that stay on their server. */
  readonly tables: JobTables;
  /** Whether this run holds the lock, and so may write. */
  readonly locked: boolean;
  /** What is known of the database's bytes, where it is a file; null else. */
  readonly bytes: DatabaseBytes | null;
  /** How much of the machine it may use; the lake's own default where nobody says. */
  readonly limits?: MachineLimits | undefined;
}

/** The database's bytes as a run finds and leaves them, by their SHA-256. */
export interface DatabaseBytes {
  /** As this run found them; null where no seal says so. */
  readonly found: string | null;
  /** Has something kept that holds of these bytes alone, once the run has closed and sealed them; nothing of a run that only reads. */
  readonly whenLeft: (keep: (sha256: string) => Promise<void>) => void;
}

/** Where everything is: what every command's options name. */
export interface Places extends BooksPlace {
  /** Where reports go. */
  readonly out: string;
  /** Whether a task that writes begins books where there are none: one that takes inputs does. */
  readonly begins?: boolean;
}

/**
 * Opens the books for a task that only reads. It needs no lock, and leaves alone what a writing run stages. Where this
 * user may not write, it looks at a copy of the database, and makes nothing there.
 *
 * @throws InvalidInput no-books where there are none (unknown-reports where their reports are there), unreadable-path where this user may not read them, or the reports are a file
 */
export function withWorkspace<Result>(
  places: Places,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  checkDirectory(places.out);
  refuseNoBooksBeside(places);
  return withBooksAlone(places, task);
}

/** @throws InvalidInput unknown-reports where what lies among the reports is of books that are not here, else no-books */
function refuseNoBooksBeside(places: Places): void {
  if (!hasBooks(places)) refuseReportsAlone(places.data, places.out);
  refuseNoBooks(places);
}

/** The same for a task that asks nothing of the reports, wherever they are said to be. @throws as withWorkspace, but for them */
export function withBooksAlone<Result>(
  places: BooksPlace,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  refuseNoBooks(places);
  const isFile = serverOf(places) === null;
  if (!isWritable(places.data)) return inReadingRoom(places, task);
  const seal = isFile ? compareSeal(places.data) : 'none';
  let found = seal === 'fits' ? sealedHash(places.data) : null;
  if (isFile && seal !== 'differs' && willMigrate(places.data)) {
    breakSeal(places.data);
    found = null;
  }
  const bytes = { found, whenLeft: () => undefined };
  return inWorkspace({ place: places.data, openOne: () => openBooks(places), bytes }, task);
}

/** SQLite needs to write beside a database that it opens: what may only be read is copied to the system's temporary place. */
async function inReadingRoom<Result>(
  places: BooksPlace,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  const room = mkdtempSync(join(tmpdir(), 'revshare-read-'));
  const clear = (): void => rmSync(room, { recursive: true, force: true });
  process.once('exit', clear);
  try {
    const isFile = serverOf(places) === null;
    if (isFile) {
      try {
        compareSeal(places.data);
        copyDatabaseWhole(places.data, room);
      } catch (error) {
        throw unusablePath(error, places.data) ?? error;
      }
    }
    const open = (): Promise<Store> => (isFile ? openFile(room) : openBooks(places));
    return await inWorkspace({ place: readDataDirectory(places.data, join(room, 'tmp')), openOne: open }, task);
  } finally {
    process.off('exit', clear);
    clear();
  }
}

/** Makes books in a directory of their own, where none are: for making them anew from what is left of others. */
export function withNewBooks<Result>(
  { data }: Pick<Places, 'data'>,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  return inWorkspace({ place: data, openOne: () => openFile(data) }, task);
}

/** Compares the database with its seal, and says so when it is not as the last run left it. */
function compareSeal(dataRoot: string): SealState {
  const seal = checkSeal(dataRoot);
  if (seal === 'differs') {
    notice(
      `the database in ${dataRoot} is not as the last run left it: its bytes do not fit ${SEAL_FILE}; ` +
        'revshare verify --all shows what changed. Until that file is removed, this is said every time',
    );
  }
  return seal;
}

/**
 * Opens the books for a task that writes: under the lock of the data directory, and of the database where that is on a
 * server; both are held until the task ends. First completes or clears what a dead run left. A first run that is refused before it
 * took anything leaves nothing.
 *
 * @throws DataDirectoryLocked at once, when another run holds a lock
 * @throws InvalidInput no-books where it begins none (unknown-reports where their reports are there), unreadable-path where it cannot make or write the data directory, or the reports are a file
 */
export async function withLockedWorkspace<Result>(
  places: Places,
  holder: LockHolder,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  checkDirectory(places.out);
  if (places.begins === true) refuseWrongBooks(places);
  // Who holds the lock may be beginning them: that another run is there is said first.
  else if (!isSaidHeld(places.data)) refuseNoBooksBeside(places);
  checkWritable(places.data);
  const takeAway = beforeFirstRun(places.data);
  const lock = lockDataDirectory(places.data, holder);
  process.once('exit', lock.release);
  try {
    if (places.begins !== true) refuseNoBooksBeside(places);
    const recovered = async (workspace: Workspace): Promise<Result> => {
      await recoverReports(workspace.store.db, places.out);
      return task(workspace);
    };
    const url = serverOf(places);
    return await (url === null ? inLockedFile(places.data, recovered) : inLockedServer(places, url, holder, recovered));
  } catch (error) {
    takeAway();
    throw error;
  } finally {
    process.off('exit', lock.release);
    lock.release();
  }
}

async function inLockedFile<Result>(
  dataRoot: string,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  clearLeftovers(dataRoot);
  const seal = compareSeal(dataRoot);
  const found = seal === 'fits' ? sealedHash(dataRoot) : null;
  // A database that does not fit its seal is never sealed anew: the difference stays findable.
  const sealing = seal !== 'differs';
  if (sealing) breakSeal(dataRoot);
  const keepers: ((sha256: string) => Promise<void>)[] = [];
  const bytes = { found, whenLeft: (keep: (typeof keepers)[number]) => keepers.push(keep) };
  let left: string | null = null;
  try {
    return await inWorkspace({ place: dataRoot, openOne: () => openFile(dataRoot), locked: true, bytes }, task);
  } finally {
    if (sealing) left = writeSeal(dataRoot);
    if (left !== null) for (const keep of keepers) await keep(left);
  }
}

/** A server's books have no seal: its files are not ours to read. */
async function inLockedServer<Result>(
  places: Places,
  url: string,
  holder: LockHolder,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  const { lockBooks } = await import('../../../store/postgres/run-lock.ts');
  const lock = await onServer(places, () => lockBooks(url, holder));
  try {
    clearLeftovers(places.data);
    const openOne = (): Promise<Store> => openBooks(places, lock.fence);
    return await inWorkspace({ place: places.data, openOne, locked: true }, async (workspace) => {
      await claimDirectory(places, url, workspace.store);
      return task(workspace);
    });
  } finally {
    await lock.release();
  }
}

/** From the first run that writes on, a data directory belongs to its books. */
async function claimDirectory(places: Places, url: string, store: Store): Promise<void> {
  const { booksId } = store;
  if (booksId === null || whoseDirectory(places, booksId) === 'theirs') return;
  if ((await listImports(store.db)).length > 0) {
    notice(
      `${places.data} is new to these books: evidence and job logs that were imported with another data directory ` +
        'are not in it. Importing the same files again brings them here',
    );
  }
  markDirectory(places.data, url, booksId);
}

/** How a workspace is opened. */
interface Opening {
  /** The data directory, or what is open of it already. */
  readonly place: string | DataDirectory;
  readonly openOne: () => Promise<Store>;
  readonly locked?: boolean;
  readonly bytes?: DatabaseBytes;
}

async function inWorkspace<Result>(
  { place, openOne, locked = false, bytes }: Opening,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  const stores: Store[] = [];
  const open = async (): Promise<Store> => {
    const store = await openOne();
    stores.push(store);
    return store;
  };
  try {
    const [store, charges, posted] = [await open(), await open(), await open()];
    const directory = typeof place === 'string' ? openDataDirectory(place) : place;
    const clear = (): void => closeDataDirectory(directory);
    process.once('exit', clear);
    try {
      const data = await withRecordedDerived(directory, store.db, locked);
      const tables = new JobTables(data);
      const result = await task({ store, charges, posted, data, tables, locked, bytes: bytes ?? null });
      if (locked) await recordDerived(data, store.db);
      return result;
    } finally {
      process.off('exit', clear);
      clear();
    }
  } finally {
    // Everything goes into the one file, so that a seal of it says everything.
    if (locked) stores[0]?.flush();
    for (const store of stores.reverse()) await store.close();
  }
}
