import { accessSync, constants, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { unusablePath } from '../../problems/unusable-path.ts';
import { readAddress } from '../postgres/address.ts';
import { DATABASE_FILE, SEAL_FILE } from './seal.ts';
import { hasUnfinishedRestore } from './unfinished-restore.ts';

/** Where the books are: files in a data directory, the money state there too or in a PostgreSQL database. */
export interface BooksPlace {
  readonly data: string;
  /** Undefined or empty: the money state is `revshare.sqlite` in the data directory. */
  readonly databaseUrl?: string | undefined;
}

/** The address of the server; null when the money state is a file. */
export function serverOf({ databaseUrl }: BooksPlace): string | null {
  return databaseUrl === undefined || databaseUrl === '' ? null : databaseUrl;
}

/**
 * Evidence and job logs lie in a data directory, the figures from them on the server: this file in the directory says
 * which books they belong to, so that neither is used with others.
 */
export const BOOKS_NOTE = 'database.json';

interface Note {
  readonly id: string;
  /** For people; without a password. */
  readonly database: string;
}

/**
 * Refuses a data directory whose books are somewhere else, or gone: a forgotten --database-url would begin new ones, and
 * so would a database that was lost (R16).
 *
 * @throws InvalidInput unreadable-path, books-elsewhere, lost-books, invalid-database-url
 */
export function refuseWrongBooks(place: BooksPlace): void {
  refuseForgottenServer(place);
  if (readNote(place.data) === null && !existsSync(join(place.data, DATABASE_FILE))) refuseLostBooks(place);
}

/**
 * Refuses a data directory whose books are somewhere else. For looking at books: those that are gone can be looked for.
 *
 * @throws InvalidInput unreadable-path, books-elsewhere, invalid-database-url
 */
export function refuseForgottenServer(place: BooksPlace): void {
  refuseUnreadable(place);
  const url = serverOf(place);
  if (url !== null) readAddress(url);
  const note = readNote(place.data);
  if (url === null && note !== null) throw elsewhere(place, `its books are in ${note.database}`);
  if (url === null || !existsSync(join(place.data, DATABASE_FILE))) return;
  const remedy = 'Leave --database-url away, or name another --data directory for the books on the server.';
  throw elsewhere(place, `its books are in ${DATABASE_FILE}, not on a server`, remedy);
}

/** A data directory that this user may not look into is not one that is missing. @throws InvalidInput unreadable-path */
function refuseUnreadable({ data }: BooksPlace): void {
  needAccess(data, `${data}/.`, constants.R_OK | constants.X_OK);
  const database = join(data, DATABASE_FILE);
  needAccess(database, database, constants.R_OK);
}

function needAccess(shown: string, path: string, mode: number): void {
  try {
    accessSync(path, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unusablePath(error, shown) ?? error;
  }
}

/** Whether books were begun here; of those on a server only the server knows. @throws InvalidInput lost-books, books-elsewhere */
export function hasBooks(place: BooksPlace): boolean {
  refuseWrongBooks(place);
  return serverOf(place) !== null || existsSync(join(place.data, DATABASE_FILE));
}

/**
 * Refuses to look at books that were never begun: a mistyped --data would show an empty month as if it were one.
 *
 * @throws InvalidInput no-books, and what refuseWrongBooks does
 */
export function refuseNoBooks(place: BooksPlace): void {
  if (!hasBooks(place)) throw noBooks(place);
}

/**
 * Refuses to look for books where nothing says that there ever were any.
 *
 * @throws InvalidInput no-books, and what refuseForgottenServer does
 */
export function refuseNoTrace(place: BooksPlace): void {
  refuseForgottenServer(place);
  if (!hasTrace(place)) throw noBooks(place);
}

/** Whether anything says that there are books, or were; a server may always have them. */
export function hasTrace(place: BooksPlace): boolean {
  const { data } = place;
  const isTraced = existsSync(join(data, DATABASE_FILE)) || hasUnfinishedRestore(data) || leftByBooks(data).length > 0;
  return serverOf(place) !== null || isTraced;
}

function noBooks({ data }: BooksPlace): InvalidInput {
  return new InvalidInput([problem('no-books', { file: data }, 'there are no books here')]);
}

/** What only books can have left in their data directory; the database is there before any of it. */
const LEFT_BY_BOOKS = ['evidence', 'lake', SEAL_FILE];

function leftByBooks(data: string): string[] {
  return LEFT_BY_BOOKS.filter((name) => {
    const path = join(data, name);
    return existsSync(path) && (name === SEAL_FILE || readdirSync(path).length > 0);
  });
}

/** @throws InvalidInput lost-books */
function refuseLostBooks({ data }: BooksPlace): void {
  if (hasUnfinishedRestore(data)) {
    const remedy =
      'Run `revshare restore` again: it takes away what is there of the one that was interrupted, and begins anew.';
    throw new InvalidInput([problem('lost-books', { file: data }, 'a restore was interrupted here', remedy)]);
  }
  const left = leftByBooks(data);
  if (left.length === 0) return;
  const what = `it holds ${left.join(', ')} of earlier books, and no ${DATABASE_FILE}`;
  throw new InvalidInput([problem('lost-books', { file: data }, what)]);
}

/** What a data directory is to the books on a server: theirs, or one that says nothing yet. @throws InvalidInput books-elsewhere */
export function whoseDirectory(place: BooksPlace, booksId: string): 'theirs' | 'unmarked' {
  const note = readNote(place.data);
  if (note === null) return 'unmarked';
  if (note.id === booksId) return 'theirs';
  const url = serverOf(place);
  const isSame = url !== null && readAddress(url).shown === note.database;
  throw elsewhere(place, `it belongs to other books, those in ${note.database}`, isSame ? OTHER_SCHEMA : undefined);
}

/** The address that is shown does not say in which schema the tables are. */
const OTHER_SCHEMA =
  'That is the same address: the tables are in another schema, or the database was made anew. Give search_path back what it was (in options of the address, or of the role), or name another --data directory.';

/** Notes in a data directory which books it belongs to, whole or not at all. */
export function markDirectory(data: string, url: string, booksId: string): void {
  const note: Note = { id: booksId, database: readAddress(url).shown };
  const path = join(data, BOOKS_NOTE);
  writeFileSync(`${path}.new`, `${JSON.stringify(note, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

function readNote(data: string): Note | null {
  const path = join(data, BOOKS_NOTE);
  if (!existsSync(path)) return null;
  try {
    const { id, database } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    if (typeof id === 'string' && typeof database === 'string') return { id, database };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const remedy = `Put ${BOOKS_NOTE} back from a copy; without it nothing says which books the directory belongs to.`;
  throw elsewhere({ data }, `its ${BOOKS_NOTE} cannot be read`, remedy);
}

function elsewhere({ data }: BooksPlace, what: string, remedy?: string): InvalidInput {
  return new InvalidInput([problem('books-elsewhere', { file: data }, what, remedy)]);
}
