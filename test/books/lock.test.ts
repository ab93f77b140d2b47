import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type DataLock, lockDataDirectory } from '../../src/store/database/lock.ts';
import { LOCKING_COMMANDS } from '../running/locking-commands.ts';
import { PROJECT, program, revshare } from '../running/program.ts';
import { FEBRUARY, smallWorld, spawned } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

const HOLDER = {
  pid: 4711,
  host: 'closing-machine',
  command: 'revshare finalize 2026-10',
  since: '2026-12-01T05:30:00Z',
};

/** Holds the lock of a world as another run would: this process is another one for the program. */
function held(world: World): DataLock {
  return lockDataDirectory(world.data, HOLDER);
}

describe('the lock of a data directory', () => {
  it.each(LOCKING_COMMANDS)('%s ends at once with 4 and says who holds it', async (_, args) => {
    const world = smallWorld();
    const lock = held(world);
    try {
      const ended = await spawned(world, args);
      expect(ended.code).toBe(4);
      expect(ended.stderr).toContain(
        '"revshare finalize 2026-10" runs as process 4711 on closing-machine since 2026-12-01T05:30:00Z',
      );
      expect(readdirSync(world.data).filter((name) => !name.startsWith('lock.'))).toEqual([]);
    } finally {
      lock.release();
    }
  });

  it('does not hold up a command that only reads, which leaves alone what is staged', async () => {
    const world = smallWorld();
    await spawned(world, ['reconcile', '2026-08', '--inputs', world.inputs]);
    const staged = [join(world.out, '2026-08', '.final-0123456789abcdef'), join(world.out, '2026-08', '.review.new-1')];
    for (const each of staged) mkdirSync(each);
    writeFileSync(join(world.data, 'lake', '.staged-999999-1.parquet'), '');
    const lock = held(world);
    expect((await spawned(world, ['status'])).code).toBe(0);
    expect([...staged, join(world.data, 'lake', '.staged-999999-1.parquet')].every((each) => existsSync(each))).toBe(
      true,
    );
    lock.release();
    // The next run that writes clears it.
    await spawned(world, ['reconcile', '2026-09']);
    expect(staged.some((each) => existsSync(each))).toBe(false);
    expect(readdirSync(join(world.data, 'lake')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('is free when its holder was killed, whatever the side file says', async () => {
    const world = smallWorld();
    const code = `
      import { lockDataDirectory } from ${JSON.stringify(join(PROJECT, 'src', 'store', 'database', 'lock.ts'))};
      lockDataDirectory(process.argv[1], ${JSON.stringify(HOLDER)});
      process.stdout.write('held');
      setInterval(() => {}, 1000);`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', code, world.data];
    const holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    expect((await spawned(world, ['reconcile', '2026-08'])).code).toBe(4);
    holder.kill('SIGKILL');
    await once(holder, 'close');
    expect(existsSync(join(world.data, 'lock.json'))).toBe(true);
    const ended = await spawned(world, ['reconcile', '2026-08', '--inputs', world.inputs]);
    expect(ended.code).toBe(0);
    expect(ended.stderr).not.toContain('locked');
    expect(existsSync(join(world.data, 'lock.json'))).toBe(false);
  });

  it('lets one of many that start together run, and tells the others', async () => {
    const world = smallWorld();
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => spawned(world, ['reconcile', '2026-08', '--inputs', world.inputs])),
    );
    const codes = runs.map(({ code }) => code);
    expect(codes.every((code) => code === 0 || code === 4)).toBe(true);
    expect(codes).toContain(0);
    for (const { code, stderr } of runs) if (code === 4) expect(stderr).toContain('is locked: ');
  });
});

describe('an interrupted run', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: ends with 130, frees the lock and leaves nothing behind',
    async (signal) => {
      const world = smallWorld();
      const args = ['reconcile', '2026-08', '--inputs', world.inputs, '--data', world.data, '--out', world.out];
      const child = spawn(process.execPath, [...program(), ...args, '--as-of', FEBRUARY], { stdio: 'ignore' });
      const closed = once(child, 'close');
      while (child.exitCode === null && !existsSync(join(world.data, 'lock.json'))) await sleep(1);
      child.kill(signal);
      expect((await closed)[0]).toBe(130);
      expect(readdirSync(world.data)).not.toContain('lock.json');
      expect(existsSync(join(world.out, '2026-08'))).toBe(false);
      const again = await revshare([...args, '--as-of', FEBRUARY]);
      expect([again.code, again.stderr]).toEqual([0, expect.not.stringContaining('error')]);
      expect(readdirSync(join(world.data, 'tmp'))).toEqual([]);
    },
  );
});
