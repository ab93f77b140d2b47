import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../src/problems/catalogue.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { ask, freshDatabase, withServer } from '../running/both-databases.ts';
import { revshare } from '../running/program.ts';
import { emptyWorld } from '../worlds/world.ts';

/** What only a real server answers; fixtures/errors has the rest. */

const server = withServer();

/** The same database for another user, with a password where one is given. */
function as(url: string, user: string, password = ''): string {
  const own = new URL(url);
  own.username = user;
  own.password = password;
  return own.href;
}

async function expectProblem(code: ProblemCode, url: string, message: string, args = ['status']): Promise<void> {
  const world = emptyWorld();
  const ended = await revshare([...args, '--json', '--data', world.data], { env: { REVSHARE_DATABASE_URL: url } });
  expect(ended.code).toBe(2);
  const { problems } = JSON.parse(ended.stdout) as { problems: { code: string; message: string; remedy: string }[] };
  expect(problems).toEqual([expect.objectContaining({ code, message: expect.stringContaining(message) })]);
  expect(ended.stderr).toMatch(/^error: postgres:\/\/\S+: /);
  const password = new URL(url).password;
  if (password !== '') expect(ended.stdout + ended.stderr).not.toContain(password);
}

describe('a server that gives up a statement', () => {
  /** What an import says when the server does something at its first row. */
  async function said(during: string): Promise<{ code: number | null; stderr: string; rows: unknown }> {
    const url = await freshDatabase(server());
    await (await openPostgres(url)).close();
    await ask(url, `create function in_the_way() returns trigger language plpgsql as $$ begin ${during} end $$`);
    await ask(url, 'create trigger in_the_way before insert on imports for each row execute function in_the_way()');
    const world = emptyWorld();
    const file = join(world.root, 'costs.csv');
    writeFileSync(file, 'month,description,amount_usd,months\n2026-08,x,1.00,\n');
    const ended = await revshare(['import', file, '--data', world.data], { env: { REVSHARE_DATABASE_URL: url } });
    return { code: ended.code, stderr: ended.stderr, rows: await ask(url, 'select id from imports') };
  }

  it.each([
    // Two transactions that cannot both be, and two that wait for each other: as the server reports them.
    [
      '40001',
      "raise exception 'could not serialize access' using errcode = '40001';",
      'another session was in the way',
    ],
    ['40P01', "raise exception 'deadlock detected' using errcode = '40P01';", 'another session was in the way'],
    // The backend cancels its own statement, as pg_cancel_backend of another session does.
    [
      '57014',
      'perform pg_cancel_backend(pg_backend_pid()); perform pg_sleep(60);',
      'cancelled a statement of this run',
    ],
  ])('says so in words, keeps nothing, and ends with 3: %s', async (sqlstate, during, words) => {
    const { code, stderr, rows } = await said(during);
    expect(stderr).toContain(words);
    expect(stderr).toMatch(/Nothing is half-written\. When that is mended, run the same command again/);
    expect(stderr).toContain(`(${sqlstate})`);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([code, rows]).toEqual([3, []]);
  });
});

describe('a server that cannot be used', () => {
  it('refused-login: a wrong password, none, and a database that is not there', async () => {
    const url = await freshDatabase(server());
    await ask(url, "create role clerk login password 'right-horse'");
    // From now on this one user needs a password.
    const [{ hba_file: rules = '' } = {}] = await ask(url, 'show hba_file');
    const lines = "select unnest(array['local all clerk scram-sha-256', 'local all all trust'])";
    await ask(url, `copy (${lines}) to '${String(rules)}'`);
    await ask(url, 'select pg_reload_conf()');
    await expectProblem(
      'refused-login',
      as(url, 'clerk', 'wrong-battery'),
      'password authentication failed for user "clerk"',
    );
    await expectProblem('refused-login', as(url, 'clerk'), 'password');
    const nowhere = new URL(url);
    nowhere.pathname = '/nowhere';
    await expectProblem('refused-login', nowhere.href, 'database "nowhere" does not exist');
    await expectProblem('refused-login', as(url, 'nobody'), 'role "nobody" does not exist');
  });

  it('no-database-permission: a user that may make no tables, or not read those that are there', async () => {
    const url = await freshDatabase(server());
    await ask(url, 'create role reader login');
    await expectProblem('no-database-permission', as(url, 'reader'), 'permission denied for schema public');
    await (await openPostgres(url)).close();
    await expectProblem('no-database-permission', as(url, 'reader'), 'permission denied for table revshare_books');
    const lost = new URL(url);
    lost.searchParams.set('options', '-c search_path=nowhere');
    await expectProblem('no-database-permission', lost.href, 'no schema has been selected');
  });

  it('no-database-permission: a server that takes no changes', async () => {
    const url = await freshDatabase(server());
    await ask(url, `alter database ${new URL(url).pathname.slice(1)} set default_transaction_read_only = on`);
    await expectProblem('no-database-permission', url, 'read-only transaction');
  });

  it('unsuitable-database: another encoding, or tables of the same names that are not ours', async () => {
    await expectProblem('unsuitable-database', await freshDatabase(server(), 'LATIN1'), 'its encoding is LATIN1');
    const url = await freshDatabase(server());
    await ask(url, 'create table transactions (id integer)');
    await expectProblem('unsuitable-database', url, 'relation "transactions" already exists');
    expect(
      await ask(
        url,
        "select count(*)::int as n from pg_tables where schemaname = 'public' and tablename <> 'transactions'",
      ),
    ).toEqual([{ n: 2 }]);
  });

  it('newer-database: nothing of it is touched, and it is not verified either', async () => {
    const url = await freshDatabase(server());
    await (await openPostgres(url)).close();
    await ask(url, 'update revshare_books set version = 99');
    const message = `the database has version 99, this revshare knows versions up to ${MIGRATIONS.length}`;
    await expectProblem('newer-database', url, message);
    await expectProblem('newer-database', url, message, ['import', '.']);
    expect(await ask(url, 'select version::int from revshare_books')).toEqual([{ version: 99 }]);
  });

  it('unreachable-database: no more connections, then none at all', async () => {
    const url = await freshDatabase(server());
    await ask(url, `alter database ${new URL(url).pathname.slice(1)} connection limit 0`);
    await ask(url, 'create role visitor login');
    await expectProblem('unreachable-database', as(url, 'visitor'), 'too many connections for database');
    const gone = new URL(url);
    gone.searchParams.set('host', '/nowhere');
    await expectProblem('unreachable-database', gone.href, 'ENOENT');
  });
});
