import { connect as connectTo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { openSession } from '../../src/lake/server/server-session.ts';
import { connectionPool } from '../../src/postgres/connection-pool.ts';
import { SettlingCursor } from '../../src/postgres/settling-cursor.ts';
import { InvalidInput } from '../../src/problems/problem.ts';
import type { Store } from '../../src/store/database/open-store.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { lockBooks, type RunLock } from '../../src/store/postgres/run-lock.ts';
import { ask, freshDatabase, withServer } from '../running/both-databases.ts';
import { scratch } from '../worlds/world.ts';

/** A server that ends a connection, or vanishes: whoever asks is told, and nobody waits for ever. */

const server = withServer();

const doors: Frozen[] = [];
afterEach(() => {
  for (const door of doors.splice(0)) door.close();
});

/** Ends every other connection to a database. */
async function endAll(url: string): Promise<void> {
  await ask(
    url,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
    [new URL(url).pathname.slice(1)],
  );
}

/** A door to a server that can freeze: connections stay open, and nothing goes through any more. */
interface Frozen {
  readonly url: string;
  /** Lets so many more messages of clients through. */
  freezeAfter(messages: number): void;
  /** Lets so many more messages of clients through, and ends all connections at the next one. */
  endAfter(messages: number): void;
  close(): void;
}

async function door(url: string): Promise<Frozen> {
  let left = Number.POSITIVE_INFINITY;
  let ends = false;
  const sockets: Socket[] = [];
  const own = new URL(url);
  const socketFile = join(own.searchParams.get('host') ?? '', '.s.PGSQL.5432');
  const listening: Server = createServer((client) => {
    const upstream = connectTo(socketFile);
    sockets.push(client, upstream);
    client.on('data', (bytes) => {
      left -= 1;
      if (left >= 0) upstream.write(bytes);
      else if (ends) for (const socket of sockets) socket.destroy();
    });
    upstream.on('data', (bytes) => left >= 0 && client.write(bytes));
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done));
  const { port } = listening.address() as { port: number };
  own.searchParams.delete('host');
  own.host = `127.0.0.1:${port}`;
  const made = {
    url: own.href,
    freezeAfter: (messages: number) => {
      left = messages;
    },
    endAfter: (messages: number) => {
      [left, ends] = [messages, true];
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      listening.close();
    },
  };
  doors.push(made);
  return made;
}

const NUMBERS = sql<{ n: string }>`select n from generate_series(1, 30000) as n`;

/** Reads all rows, and does something after the first ones. */
async function readAll(db: Kysely<unknown>, afterFirst: () => unknown): Promise<number> {
  let read = 0;
  for await (const { rows } of db.getExecutor().stream(NUMBERS.compile(db), 1000)) {
    if (read === 0) await afterFirst();
    read += rows.length;
  }
  return read;
}

describe('a connection that ends while rows stream', () => {
  it('fails the stream at once: of the books', async () => {
    const url = await freshDatabase(server());
    const store = await openPostgres(url);
    const db = store.db as unknown as Kysely<unknown>;
    expect(await readAll(db, () => undefined)).toBe(30_000);
    await expect(readAll(db, () => endAll(url))).rejects.toThrow(/terminat/);
    await store.close();
  });

  it('fails the copy at once: of the table of jobs, as a lost connection', async () => {
    const url = await freshDatabase(server());
    await ask(url, 'create table jobs as select n from generate_series(1, 30000) as n');
    const session = await openSession({ connection: url, table: 'public.jobs', timeoutSeconds: 0 });
    const slow = sql`select n, pg_sleep(0.001) from jobs`;
    const copying = session.copy(slow, 'n', join(scratch(), 'rows.csv'));
    await sleep(300);
    await Promise.all([
      expect(copying).rejects.toThrow('the connection to the server of public.jobs was lost'),
      endAll(url),
    ]);
    await expect(session.rows(sql`select 1`)).rejects.toThrow('the connection to the server of public.jobs was lost');
    await session.close();
  });
});

describe('a connection that ends while the books are opened', () => {
  const holder = { pid: 1, host: 'a', command: 'run', since: '2026-12-01T00:00:00.000Z' };

  it('is told, after however many messages, and leaves nothing open that is waited for', async () => {
    const through = await door(await freshDatabase(server()));
    await (await openPostgres(through.url)).close();
    let told = 0;
    for (let messages = 0; messages < 14; messages += 1) {
      through.endAfter(messages);
      const lock = await lockBooks(through.url, holder).catch((error: unknown) => error);
      if (lock instanceof InvalidInput) told += 1;
      else await (lock as RunLock).release();
      through.endAfter(messages);
      const store = await openPostgres(through.url).catch((error: unknown) => error);
      if (store instanceof InvalidInput) told += 1;
      else await (store as Store).close();
    }
    // Of the lock: opened (login, settings, version, goodbye), and its row and holder on two connections more. Of the books: the first three.
    expect(told).toBeGreaterThanOrEqual(10);
  });
});

describe('a server that vanishes without a word', () => {
  const patience = { silence: 300, answer: 300 };

  /** Messages that are let through: of a query, of reading on, of closing. */
  it.each([0, 1, 2, 3])('fails what waits for it, %i messages later', async (messages) => {
    const through = await door(await freshDatabase(server()));
    const pool = connectionPool(through.url, { connections: 1, patience });
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool, cursor: SettlingCursor }) });
    await expect(readAll(db, () => through.freezeAfter(messages))).rejects.toThrow(/stopped answering|terminated/);
    await db.destroy();
  });

  it('is waited for while it answers on a new connection: a query may take long', async () => {
    const through = await door(await freshDatabase(server()));
    const pool = connectionPool(through.url, { connections: 1, patience });
    expect((await pool.query<{ slept: string }>("select pg_sleep(2)::text || 'done' as slept")).rows).toEqual([
      { slept: 'done' },
    ]);
    await pool.end();
  });
});

describe('what is committed', () => {
  it.each([
    ['off', 'on'],
    ['local', 'on'],
    ['remote_apply', 'remote_apply'],
  ])('is durable where the server is set to synchronous_commit=%s', async (set, used) => {
    const url = await freshDatabase(server());
    await ask(url, `alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = ${set}`);
    const store = await openPostgres(url);
    const { rows } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(store.db);
    expect(rows).toEqual([{ synchronous_commit: used }]);
    await store.close();
  });
});

describe('rows that a policy of the table hides', () => {
  it('are an error, not rows that are not there', async () => {
    const url = await freshDatabase(server());
    await ask(url, "create table jobs as select 'a' as job_id");
    await ask(url, 'create role looker login');
    await ask(url, 'grant select on jobs to looker');
    await ask(url, 'alter table jobs enable row level security');
    const connection = url.replace('revshare@', 'looker@');
    const session = await openSession({ connection, table: 'jobs', timeoutSeconds: 0 });
    await expect(session.rows(sql`select * from jobs`)).rejects.toThrow(
      'server-failed: the server says: query would be affected by row-level security policy for table "jobs" (42501)',
    );
    await session.close();
  });
});

describe('an address of the table of jobs that is none', () => {
  it('is refused without being shown', async () => {
    const connection = 'host=localhost user=clerk password=right-horse';
    await expect(openSession({ connection, table: 'jobs', timeoutSeconds: 0 })).rejects.toThrow(
      /^server-failed: usage.source.connection is no address like postgres:\/\/user@host:5432\/database$/,
    );
  });
});
