import { copyBooks } from '../../store/copies/copy-books.ts';
import { type BooksPlace, whoseDirectory } from '../../store/database/books-place.ts';
import { readAddress } from '../../store/postgres/address.ts';
import { onServer } from '../books/opening/open-books.ts';
import type { Findings } from './findings.ts';

/**
 * Copies the books of a server into a database file of a directory. Returns the address as a person names it; null, with a
 * difference found, where there are none. They have no seal, so their copy is never known to be as the last run left it.
 *
 * @throws InvalidInput when the server cannot be used, or the data directory belongs to other books
 */
export async function copyServer(
  place: BooksPlace,
  url: string,
  directory: string,
  findings: Findings,
): Promise<string | null> {
  const { shown } = readAddress(url);
  const copied = await onServer(place, () => copyBooks(url, directory));
  if (copied === null) {
    findings.add('database', shown, 'the database is missing');
    return null;
  }
  whoseDirectory(place, copied.booksId);
  findings.note(`${shown} has no seal: its rows were compared, its files were not`);
  for (const name of copied.missingGuards) {
    const what = 'the trigger is missing or switched off: nothing keeps its rows from being changed';
    findings.add('database', `${shown} trigger ${name}`, what);
  }
  return shown;
}
