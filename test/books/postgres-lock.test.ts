import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DataDirectoryLocked, LockLost } from '../../src/store/database/lock.ts';
import { writeSetting } from '../../src/store/database/settings.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { lockBooks, type RunLock } from '../../src/store/postgres/run-lock.ts';
import { ask, freshDatabase, withServer } from '../running/both-databases.ts';
import { LOCKING_COMMANDS } from '../running/locking-commands.ts';
import { PROJECT, revshare } from '../running/program.ts';
import { FEBRUARY, smallWorld } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

const HOLDER = {
  pid: 4711,
  host: 'closing-machine',
  command: 'revshare finalize 2026-10',
  since: '2026-12-01T05:30:00Z',
};

const server = withServer();

function argsOf(world: World, url: string, args: readonly string[]): string[] {
  return [...args, '--data', world.data, '--out', world.out, '--database-url', url, '--as-of', FEBRUARY];
}

const WAITING = "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'";

/** Takes the lock as soon as the server has noticed that its holder is gone. */
async function lockWhenFree(url: string): Promise<RunLock> {
  for (;;) {
    try {
      return await lockBooks(url, HOLDER);
    } catch (error) {
      if (!(error instanceof DataDirectoryLocked)) throw error;
      await sleep(10);
    }
  }
}

describe('the lock of books on a server', () => {
  it.each(LOCKING_COMMANDS)(
    '%s from another data directory ends at once with 4 and says who holds it',
    async (_, args) => {
      const url = await freshDatabase(server());
      const lock = await lockBooks(url, HOLDER);
      try {
        const world = smallWorld();
        const ended = await revshare(argsOf(world, url, args));
        expect(ended.code).toBe(4);
        // The log of `run` has the time before each line.
        expect(ended.stderr).toMatch(/^(?:\S+Z )?error:? postgres:\/\/revshare@\S+ is locked: /);
        expect(ended.stderr).toContain(
          '"revshare finalize 2026-10" runs as process 4711 on closing-machine since 2026-12-01T05:30:00Z',
        );
        expect(existsSync(world.data)).toBe(false);
      } finally {
        await lock.release();
      }
      expect(await ask(url, "select holder from revshare_lock where name = 'holder'")).toEqual([{ holder: '' }]);
    },
  );

  it('does not hold up a command that only reads', async () => {
    const [world, url] = [smallWorld(), await freshDatabase(server())];
    const lock = await lockBooks(url, HOLDER);
    expect((await revshare(argsOf(world, url, ['status']))).code).toBe(0);
    await lock.release();
  });

  it('is free when its holder was killed, whatever is written about it', async () => {
    const url = await freshDatabase(server());
    const code = `
      import { lockBooks } from ${JSON.stringify(join(PROJECT, 'src', 'store', 'postgres', 'run-lock.ts'))};
      await lockBooks(process.argv[1], ${JSON.stringify(HOLDER)});
      process.stdout.write('held');
      setInterval(() => {}, 1000);`;
    const stdio = ['ignore', 'pipe', 'inherit'] as const;
    const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code, url], {
      stdio: [...stdio],
    });
    await once(holder.stdout, 'data');
    await expect(lockBooks(url, HOLDER)).rejects.toThrow(DataDirectoryLocked);
    holder.kill('SIGKILL');
    await once(holder, 'close');
    await (await lockWhenFree(url)).release();
  });

  it('lets one of many machines that start together run, and tells the others', async () => {
    const url = await freshDatabase(server());
    const worlds = Array.from({ length: 4 }, () => smallWorld());
    const runs = await Promise.all(
      worlds.map((world) => revshare(argsOf(world, url, ['reconcile', '2026-08', '--inputs', world.inputs]))),
    );
    expect(runs.map(({ code }) => code)).toContain(0);
    for (const { code, stderr } of runs) {
      expect([0, 4]).toContain(code);
      if (code === 4) expect(stderr).toContain('is locked: ');
    }
    expect(await ask(url, 'select count(*)::int as n from transactions')).toEqual([{ n: 0 }]);
    expect(await ask(url, 'select count(*)::int as n, count(distinct sha256)::int as d from imports')).toEqual([
      { n: 6, d: 6 },
    ]);
  });
});

describe('a run whose connection to the lock was lost', () => {
  /** Ends the connection that holds the row, as a broken network would. */
  async function lose(url: string): Promise<void> {
    const holder =
      "select pid from pg_stat_activity where datname = current_database() and query like '%for update nowait'";
    const ended = await ask(url, `select pg_terminate_backend(pid) as done from (${holder}) as holders`);
    expect(ended).toEqual([{ done: true }]);
  }

  it('goes on as long as nobody else has begun, and is refused afterwards', async () => {
    const url = await freshDatabase(server());
    const lock = await lockBooks(url, HOLDER);
    const store = await openPostgres(url, lock.fence);
    await lose(url);
    await store.db.transaction().execute((transaction) => writeSetting(transaction, 'config-path', '/first'));
    const other = await lockWhenFree(url);
    const late = store.db.transaction().execute((transaction) => writeSetting(transaction, 'config-path', '/late'));
    await expect(late).rejects.toThrow(LockLost);
    expect(await ask(url, 'select value from settings')).toEqual([{ value: '/first' }]);
    // Its connection is fit for use: nothing of the refused transaction is open.
    expect(await store.db.selectFrom('settings').select('value').execute()).toEqual([{ value: '/first' }]);
    await lock.release();
    expect(await ask(url, "select holder <> '' as held from revshare_lock where name = 'holder'")).toEqual([
      { held: true },
    ]);
    await other.release();
    await store.close();
  });

  it('has its transaction waited for by the next run', async () => {
    const url = await freshDatabase(server());
    const lock = await lockBooks(url, HOLDER);
    const store = await openPostgres(url, lock.fence);
    const order: string[] = [];
    let next: Promise<RunLock> | null = null;
    await store.db.transaction().execute(async (transaction) => {
      await lose(url);
      next = lockWhenFree(url).then((other) => {
        order.push('next run');
        return other;
      });
      while ((await ask(url, WAITING))[0]?.n === 0) await sleep(10);
      await writeSetting(transaction, 'config-path', '/first');
      order.push('written');
    });
    await (await (next as unknown as Promise<RunLock>)).release();
    expect(order).toEqual(['written', 'next run']);
    await lock.release();
    await store.close();
  });

  it('keeps what is staged when nobody knows whether a month became final, and the next run clears it', async () => {
    const [world, url] = [smallWorld(), await freshDatabase(server())];
    const { stdout } = await revshare(argsOf(world, url, ['reconcile', '2026-08', '--inputs', world.inputs, '--json']));
    const { digest } = JSON.parse(stdout) as { digest: string };
    // The connection ends in the middle of the commit.
    await ask(
      url,
      `create function die() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
       create constraint trigger die after insert on months deferrable initially deferred for each row execute function die()`,
    );
    const ended = await revshare(argsOf(world, url, ['finalize', '2026-08', '--accept', digest]));
    expect(ended.code).toBe(3);
    expect(ended.stderr).toMatch(
      /^error: postgres:\S+: the connection to the database was lost\. Nothing is half-written\./,
    );
    const staged = (): string[] => readdirSync(join(world.out, '2026-08')).filter((name) => name.startsWith('.final-'));
    expect(staged()).toHaveLength(1);
    await ask(url, 'drop trigger die on months');
    expect((await revshare(argsOf(world, url, ['reconcile', '2026-08']))).code).toBe(0);
    expect(staged()).toEqual([]);
    expect((await revshare(argsOf(world, url, ['finalize', '2026-08', '--accept', digest]))).code).toBe(0);
    expect(existsSync(join(world.out, '2026-08', 'final', 'manifest.json'))).toBe(true);
  });
});
