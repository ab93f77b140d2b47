import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { type BooksPlace, serverOf } from '../../src/store/database/books-place.ts';
import { openStore, type Store } from '../../src/store/database/open-store.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { scratch } from '../worlds/world.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

/** For the tests that hold SQLite and PostgreSQL to the same answers: both are real. */

export const DATABASES = ['sqlite', 'postgres'] as const;
export type DatabaseName = (typeof DATABASES)[number];

/** Starts a server for the tests of a file. */
export function withServer(): () => PostgresServer {
  let server: PostgresServer | null = null;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());
  return () => server as PostgresServer;
}

/** Asks a database something, past the program. */
export async function ask(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

let made = 0;

/** A new database on a server, whose own order of texts is that of English dictionaries: no figure may follow it. */
export async function freshDatabase({ url }: PostgresServer, encoding = 'UTF8'): Promise<string> {
  made += 1;
  const name = `books_${made}`;
  const english = encoding === 'UTF8' ? "locale_provider icu icu_locale 'en-US'" : '';
  await ask(url, `create database ${name} template template0 encoding '${encoding}' locale 'C' ${english}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

/** New books, which are there once they are opened. */
async function freshPlace(name: DatabaseName, server: PostgresServer): Promise<BooksPlace> {
  return { data: scratch(), databaseUrl: name === 'postgres' ? await freshDatabase(server) : undefined };
}

/** Opens the money state of a place, as every command does. */
function openPlace(place: BooksPlace): Promise<Store> {
  const url = serverOf(place);
  return url === null ? openStore(place.data) : openPostgres(url);
}

/** Runs the same tests on both databases; each test takes new books. */
export function onBoth(tests: (fresh: () => Promise<Store>, name: DatabaseName) => void): void {
  const server = withServer();
  describe.each(DATABASES)('on %s', (name) => {
    const open: Store[] = [];
    afterAll(async () => {
      for (const store of open.splice(0)) await store.close();
    });
    tests(async () => {
      const store = await openPlace(await freshPlace(name, server()));
      open.push(store);
      return store;
    }, name);
  });
}
