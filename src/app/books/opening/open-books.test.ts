import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { refusedBy, withSmallBooks } from '../../../../test/worlds/small-books.ts';
import { NewerDatabase } from '../../../store/database/open-store.ts';
import { MIGRATIONS } from '../../../store/migrations/index.ts';
import { onServer, openBooks, openFile, shownServer } from './open-books.ts';

/** A port that nothing listens on. */
const SERVER = 'postgres://ann:secret@127.0.0.1:1/books';
const NEWER = `the database has version ${MIGRATIONS.length + 1}, this revshare knows versions up to ${MIGRATIONS.length}`;

async function opened(place: Parameters<typeof openBooks>[0]): Promise<void> {
  await (await openBooks(place)).close();
}

describe('the books of a place', () => {
  it('are the file in its data directory where no server is named', () =>
    withSmallBooks(async (books) => {
      await books.close('2026-08', 'f');
      for (const databaseUrl of [undefined, '']) {
        const store = await openBooks({ data: books.data, databaseUrl });
        expect(await store.db.selectFrom('months').select('month').execute()).toEqual([{ month: '2026-08' }]);
        expect(store.booksId).toBeNull();
        await store.close();
      }
    }));

  it('are those of the server that is named, and no others', () =>
    withSmallBooks(async (books) => {
      const [why, ...others] = await refusedBy(opened({ data: books.data, databaseUrl: SERVER }));
      expect(others).toEqual([]);
      expect(why).toMatch(/ at postgres:\/\/ann@127[.]0[.]0[.]1:1\/books: /);
    }));

  it('are shown without a password', () => {
    expect(shownServer({ data: '/d' })).toBeNull();
    expect(shownServer({ data: '/d', databaseUrl: '' })).toBeNull();
    expect(shownServer({ data: '/d', databaseUrl: SERVER })).toBe('postgres://ann@127.0.0.1:1/books');
    expect(shownServer({ data: '/d', databaseUrl: 'secret' })).toBeNull();
  });
});

describe('a file that cannot be the books (R16)', () => {
  it('is one of a newer version', () =>
    withSmallBooks(async (books) => {
      await sql.raw(`pragma user_version = ${MIGRATIONS.length + 1}`).execute(books.db);
      const data = books.data;
      expect(await refusedBy(openFile(data))).toEqual([`newer-database at ${data}: ${NEWER}`]);
    }));

  it('is one that SQLite cannot read', () =>
    withSmallBooks(async ({ out }) => {
      const data = join(out, 'other');
      mkdirSync(data, { recursive: true });
      writeFileSync(join(data, 'revshare.sqlite'), 'no database, and longer than a hundred bytes. '.repeat(3));
      expect(await refusedBy(openFile(data))).toEqual([
        `damaged-database at ${data}: revshare.sqlite cannot be read: file is not a database`,
      ]);
    }));

  it('is at a path that cannot be a directory; another fault is told as it is', () =>
    withSmallBooks(async ({ at, write }) => {
      write('file', '');
      expect(await refusedBy(openFile(at('file/data')))).toEqual([
        `unreadable-path at ${at('file/data')}: a part of its path is a file, and a directory is expected`,
      ]);
      // SQLite says so of a directory in the place of its file.
      mkdirSync(at('data/revshare.sqlite'), { recursive: true });
      await expect(openFile(at('data'))).rejects.toThrow('unable to open database file');
    }));
});

describe('what is done with a server', () => {
  const place = { data: '/d', databaseUrl: SERVER };

  it('gives its result, and refuses a newer version by its address', async () => {
    expect(await onServer(place, async () => 7)).toBe(7);
    const newer = new NewerDatabase(MIGRATIONS.length + 1);
    const refused = onServer(place, () => Promise.reject(newer));
    expect(await refusedBy(refused)).toEqual([`newer-database at postgres://ann@127.0.0.1:1/books: ${NEWER}`]);
    await expect(refused).rejects.toMatchObject({
      problems: [{ remedy: 'Use that version, or the database of other books.' }],
    });
    await expect(onServer(place, () => Promise.reject(new Error('down')))).rejects.toThrow(new Error('down'));
  });
});
