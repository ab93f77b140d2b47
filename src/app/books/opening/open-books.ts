import { InvalidInput, problem } from '../../../problems/problem.ts';
import { unusablePath } from '../../../problems/unusable-path.ts';
import { type BooksPlace, serverOf, whoseDirectory } from '../../../store/database/books-place.ts';
import { DamagedDatabase, NewerDatabase, openStore, type Store } from '../../../store/database/open-store.ts';
import { readAddress } from '../../../store/postgres/address.ts';
import type { AfterBegin } from '../../../store/postgres/server-dialect.ts';

/**
 * Opens the money state of a place: a file, or a database on a server.
 *
 * @param fence runs first in every transaction on a server
 * @throws InvalidInput newer-database, damaged-database, unreadable-path, and what keeps a server from being used
 */
export function openBooks(place: BooksPlace, fence?: AfterBegin): Promise<Store> {
  const url = serverOf(place);
  if (url === null) return openFile(place.data);
  return onServer(place, async () => {
    const { openPostgres } = await import('../../../store/postgres/open-postgres.ts');
    const store = await openPostgres(url, fence);
    try {
      whoseDirectory(place, store.booksId);
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  });
}

/** The database of a place as a person names it, without a password; null for a file, or an address that is none. */
export function shownServer(place: BooksPlace): string | null {
  const url = serverOf(place);
  try {
    return url === null ? null : readAddress(url).shown;
  } catch {
    return null;
  }
}

/** @throws InvalidInput newer-database, damaged-database, unreadable-path */
export async function openFile(dataRoot: string): Promise<Store> {
  try {
    return await openStore(dataRoot);
  } catch (error) {
    if (error instanceof DamagedDatabase) {
      throw new InvalidInput([problem('damaged-database', { file: dataRoot }, error.message)]);
    }
    if (!(error instanceof NewerDatabase)) throw unusablePath(error, dataRoot) ?? error;
    throw new InvalidInput([problem('newer-database', { file: dataRoot }, error.message)]);
  }
}

/** Does something with a server. @throws InvalidInput newer-database */
export async function onServer<Result>(place: BooksPlace, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof NewerDatabase)) throw error;
    const { shown } = readAddress(serverOf(place) ?? '');
    const remedy = 'Use that version, or the database of other books.';
    throw new InvalidInput([problem('newer-database', { file: shown }, error.message, remedy)]);
  }
}
