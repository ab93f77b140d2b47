import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockDataDirectory } from '../../src/store/database/lock.ts';
import { holdsNothing } from '../../src/store/database/unused-books.ts';
import { inProcess } from '../running/in-process.ts';
import { command, smallWorld } from '../worlds/close-world.ts';
import { emptyWorld } from '../worlds/world.ts';

const HOLDER = { pid: 1, host: 'here', command: 'revshare reconcile 2026-08', since: '2026-12-01T00:00:00Z' };

describe('a first run that is refused', () => {
  it.each([
    ['a configuration that is not there', ['reconcile', '2026-08', '--config', 'none.yaml'], 'no-such-path'],
    ['no configuration', ['reconcile', '2026-08'], 'no-config'],
    ['inputs of a mistyped name', ['reconcile', '2026-08', '--inputs', 'nowhere'], 'no-such-path'],
    ['an input that is none', ['import', 'INPUTS'], 'unknown-kind'],
    ['a month of no books', ['exceptions', '2026-08', '--withdraw', 'orphan', 'x'], 'no-books'],
  ])('for %s leaves nothing that was not there', async (_, args, code) => {
    const world = emptyWorld();
    world.write('what.csv', 'a,b\n1,2\n');
    const data = join(world.root, 'not', 'yet', 'books');
    const named = args.map((each) => (each === 'INPUTS' ? world.inputs : each));
    const ended = await command({ ...world, data }, named);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(`code: ${code}\n`)]);
    expect(existsSync(join(world.root, 'not'))).toBe(false);
    // A directory that was there stays, as empty as it was.
    mkdirSync(data, { recursive: true });
    expect((await command({ ...world, data }, named)).code).toBe(2);
    expect(readdirSync(data)).toEqual([]);
  });

  it('keeps what was taken, and what is not its own', async () => {
    const world = smallWorld();
    await command(world, ['import', world.inputs]);
    expect((await command(world, ['reconcile', '2026-08', '--config', 'none.yaml'])).code).toBe(2);
    expect(existsSync(join(world.data, 'revshare.sqlite'))).toBe(true);
    const other = { ...world, data: join(world.root, 'other') };
    mkdirSync(other.data);
    writeFileSync(join(other.data, 'notes.txt'), 'mine');
    expect((await command(other, ['reconcile', '2026-08', '--config', 'none.yaml'])).code).toBe(2);
    expect(readdirSync(other.data)).toContain('notes.txt');
  });
});

describe('a command that takes no inputs', () => {
  const WALLET = '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153';
  it.each([
    ['status'],
    ['status', '2026-08', '--acknowledge-flux', 'x'],
    ['pack'],
    ['backup', 'books.zip'],
    ['verify', '--all'],
    ['verify', '2026-08', '--restore'],
    ['exceptions', '2026-08', '--apply', 'todo.csv'],
    ['finalize', '2026-08', '--accept', '0123456789abcdef'],
    ['payouts', '2026-08'],
    ['payouts', '2026-08', '--adjust', WALLET, '--amount', '1', '--reason', 'x'],
    ['statement', '--all', '--month', '2026-08'],
    ['statement', '--all', '--year', '2026'],
  ])('begins no books where it is called in a wrong directory: %s', async (...args) => {
    const { root } = smallWorld();
    const cwd = join(root, 'elsewhere');
    mkdirSync(cwd);
    const ended = await inProcess(args, { cwd });
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('code: no-books\n') });
    expect(readdirSync(cwd)).toEqual([]);
    // A directory that is there and holds none is no other.
    expect((await inProcess([...args, '--data', '.'], { cwd })).stderr).toContain('code: no-books\n');
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe('books that are not where their reports are (R16)', () => {
  const tasks = [
    ['payouts', '2026-08'],
    ['payouts', '2026-08', '--status'],
    ['owed'],
    ['verify', '--all'],
    ['verify', '2026-08', '--restore'],
    ['finalize', '2026-08', '--accept', '0123456789abcdef'],
  ];

  it.each(tasks)('are put back, and no new ones are begun: %s', async (...args) => {
    for (const kind of ['final', 'payout']) {
      const world = smallWorld();
      mkdirSync(join(world.out, '2026-08', kind), { recursive: true });
      const { code, stderr } = await command(world, args);
      expect(code).toBe(2);
      expect(stderr).toContain(`2026-08 was final or paid, and ${world.data} holds no books\n`);
      expect(stderr).toContain('code: unknown-reports\n');
      expect(stderr).not.toContain('begins new books');
      expect(existsSync(world.data)).toBe(false);
    }
  });

  it('are none either where a run that was killed still says that it holds the lock', async () => {
    const world = smallWorld();
    mkdirSync(world.data, { recursive: true });
    writeFileSync(join(world.data, 'lock.json'), JSON.stringify(HOLDER));
    const { code, stderr } = await command(world, ['payouts', '2026-08']);
    expect([code, stderr.includes('code: no-books\n')]).toEqual([2, true]);
    expect(existsSync(join(world.data, 'revshare.sqlite'))).toBe(false);
  });

  it('are none where a review alone lies there', async () => {
    const world = smallWorld();
    mkdirSync(join(world.out, '2026-08', 'review'), { recursive: true });
    expect((await command(world, ['owed'])).stderr).toContain('code: no-books\n');
  });
});

describe('a directory that holds nothing but what a first run makes', () => {
  it('takes a backup; one with a file of somebody, or a row, does not', async () => {
    const world = smallWorld();
    await command(world, ['import', world.inputs]);
    const backup = join(world.root, 'b.backup');
    await command(world, ['backup', backup]);
    const unused = { ...world, data: join(world.root, 'unused') };
    // As an earlier version left it, or a run that was killed: directories, and a database without a row.
    for (const name of ['lake', 'evidence', 'tmp/99']) mkdirSync(join(unused.data, name), { recursive: true });
    for (const name of ['lock.sqlite', 'lock.json.new', 'tmp/99/unpacked']) writeFileSync(join(unused.data, name), '');
    writeFileSync(join(unused.data, 'lake', 'a.parquet'), '');
    expect(holdsNothing(unused.data)).toBe(false);
    expect((await command(unused, ['restore', backup])).stderr).toContain('code: books-exist');
    rmSync(join(unused.data, 'lake', 'a.parquet'));
    expect(holdsNothing(unused.data)).toBe(true);
    const lock = lockDataDirectory(unused.data, HOLDER);
    expect((await command(unused, ['restore', backup])).code).toBe(4);
    lock.release();
    expect((await command(unused, ['restore', backup])).code).toBe(0);
    expect((await command(unused, ['status'])).stdout).toBe((await command(world, ['status'])).stdout);
    expect(holdsNothing(unused.data)).toBe(false);
    expect((await command(unused, ['restore', backup])).stderr).toContain('code: books-exist');
  });
});
