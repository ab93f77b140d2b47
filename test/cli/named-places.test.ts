import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { inProcess } from '../running/in-process.ts';
import { revshare } from '../running/program.ts';
import { FEBRUARY, KILN, smallWorld, writeStripe } from '../worlds/close-world.ts';
import { reconcile, revshareOptions, type World } from '../worlds/world.ts';

/* A file or directory that a person named and that cannot be used is told by its name, with exit code 2. */

/** A user who may not look into what root keeps for itself; only root can be one. */
const NOBODY = process.getuid?.() === 0 ? 65534 : undefined;

let world: World;
let digest: string;
beforeAll(async () => {
  world = smallWorld();
  writeStripe(world, '2026-08', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', until: '2026-09-03', amount: '20.00', fee: '1.00' },
  ]);
  digest = (await reconcile(world, { month: '2026-08', asOf: FEBRUARY })).document.digest;
  mkdirSync(join(world.root, 'directory'));
  writeFileSync(join(world.root, 'file'), '');
}, 60_000);

const at = (name: string): string => join(world.root, name);

describe('a place that a person named', () => {
  it.each([
    ['a backup without a directory', ['backup', 'none/b.backup'], 'none/b.backup', 'no-such-path'],
    ['a backup below a file', ['backup', 'file/b.backup'], 'file/b.backup', 'unreadable-path'],
    [
      'decisions that are a directory',
      ['exceptions', '2026-08', '--apply', 'directory'],
      'directory',
      'unreadable-path',
    ],
    [
      'an export without a directory',
      ['exceptions', '2026-08', '--export', 'none/x.csv'],
      'none/x.csv',
      'no-such-path',
    ],
    [
      'an export that is a directory',
      ['exceptions', '2026-08', '--export', 'directory'],
      'directory',
      'unreadable-path',
    ],
    ['a backup that is a directory', ['restore', 'directory', '--data', 'new'], 'directory', 'unreadable-path'],
    [
      'reports that are a file',
      ['restore', '--from', 'file', '--inputs', '.', '--data', 'new'],
      'file',
      'unreadable-path',
    ],
    ['data that is a file', ['reconcile', '2026-08', '--data', 'file'], 'file', 'unreadable-path'],
    [
      'final reports below a file',
      ['finalize', '2026-08', '--accept', 'DIGEST', '--out', 'file/out'],
      'file',
      'unreadable-path',
    ],
    [
      'payouts below a file',
      ['payouts', '2026-08', '--adjust', KILN, '--amount', '1', '--reason', 'x', '--out', 'file/out'],
      'file',
      'unreadable-path',
    ],
    ['reports that are a file, to close', ['reconcile', '2026-08', '--out', 'file'], 'file', 'unreadable-path'],
    ['reports that are a file, to explain', ['explain', 'ch_a', '--out', 'file'], 'file', 'unreadable-path'],
    [
      'reports that are a file, for a year',
      ['statement', KILN, '--year', '2026', '--out', 'file'],
      'file',
      'unreadable-path',
    ],
    ['data that is a file, to look at', ['status', '--data', 'file'], 'file', 'unreadable-path'],
    ['data that is a file, to verify', ['verify', '--all', '--data', 'file'], 'file', 'unreadable-path'],
    ['data below a file', ['owed', '--data', 'file/data'], 'file/data', 'unreadable-path'],
  ])('%s', async (_, args, file, code) => {
    const places = args.includes('--data') ? [] : ['--data', world.data];
    const out = args.includes('--out') ? [] : ['--out', world.out];
    const line = args.map((each) => (each === 'DIGEST' ? digest : each));
    const ended = await revshare([...line, ...places, ...out, '--as-of', FEBRUARY], { cwd: world.root });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(`${file}: `);
    expect(ended.stderr).toContain(`code: ${code}\n`);
    expect(ended.stderr).not.toMatch(/\n\s+at |tmp\/\d/);
    expect(existsSync(at('new')) || existsSync(at('none'))).toBe(false);
  });

  it.each([
    [['status']],
    [['status', '2026-08']],
    [['owed']],
    [['exceptions', '2026-08']],
    [['whatif', '2026-08', '--share', '0.5']],
    [['explain', '2026-08']],
    [['verify', '--all']],
    [['bridge', '2026-08', '--from', 'review']],
    [['flux', '2026-08']],
    [['restate', '2026-08']],
    [['statement', KILN, '--month', '2026-08']],
    [['statement', '--all', '--month', '2026-08']],
    [['payouts', '2026-08']],
    [['payouts', '2026-08', '--status']],
    [['journal', '2026-08', '--for', 'quickbooks']],
    [['finalize', '2026-08', '--accept', 'DIGEST']],
    [['import', 'directory']],
    [['reconcile', '2026-08']],
    [['backup', 'b.backup']],
    [['restore', 'file', '--data', 'new']],
    [['pack']],
  ])('reports that are a file, or below one: %j', async (args) => {
    const line = args.map((each) => (each === 'DIGEST' ? digest : each));
    const places = args.includes('--data') ? [] : ['--data', world.data];
    for (const out of ['file', 'file/below']) {
      const ended = await inProcess([...line, ...places, '--out', at(out), '--as-of', FEBRUARY], { cwd: world.root });
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toContain(`${at('file')}: a part of its path is a file, and a directory is expected`);
    }
    expect(existsSync(at('new')) || existsSync(at('b.backup'))).toBe(false);
  });

  it('reports that are a file, to the doctor: that is wrong, and the database is not', async () => {
    const ended = await inProcess(['doctor', '--json', '--data', world.data, '--out', at('file'), '--as-of', FEBRUARY]);
    const { checks } = JSON.parse(ended.stdout) as { checks: { name: string; state: string; what: string }[] };
    expect(ended.code).toBe(1);
    expect(checks.filter(({ state }) => state === 'wrong').map(({ name }) => name)).not.toContain('database');
    expect(checks).toContainEqual(
      expect.objectContaining({
        name: 'reports',
        state: 'wrong',
        what: `${at('file')} is a file, and a directory is expected`,
      }),
    );
  });

  // Where the file system makes no directory, Node's way of making all of them never ends.
  it.skipIf(!existsSync('/proc')).each([
    ['reconcile', '2026-08', '--data', '/proc/revshare'],
    ['reconcile', '2026-08', '--out', '/proc/revshare'],
    ['restore', 'file', '--data', '/proc/revshare'],
    ['init', '--config', '/proc/revshare/revshare.yaml'],
    ['backup', '/proc/b.backup'],
  ])('under /proc: %s %s %s', { timeout: 30_000 }, async (...args) => {
    const places = args.includes('--data') ? [] : ['--data', world.data];
    const ended = await revshare([...args, ...places], { cwd: world.root });
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('code: unreadable-path') });
  });

  it.skipIf(!existsSync('/proc'))('under /proc: what pays, and nothing was kept of it', async () => {
    const act = ['payouts', '2026-08', '--adjust', KILN, '--amount', '1', '--reason', 'x', '--as-of', FEBRUARY];
    const ended = await revshare([...act, '--data', world.data, '--out', '/proc/revshare']);
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('code: unreadable-path') });
    const kept = await revshare(['backup', at('b.backup'), '--json', '--data', world.data]);
    expect(kept.code).toBe(0);
  });

  it('a file called like a month among the reports is in the way of that month alone', async () => {
    const out = at('with-a-file');
    mkdirSync(out);
    writeFileSync(join(out, '2026-08'), '');
    const places = ['--data', world.data, '--out', out, '--as-of', FEBRUARY];
    const own = await revshare(['reconcile', '2026-08', ...places]);
    expect(own).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('2026-08: a part of its path is a file'),
    });
    expect((await revshare(['reconcile', '2026-09', ...places])).code).toBe(0);
  });

  it('is told of --metrics as a warning; the run goes on', async () => {
    const args = ['run', '--month', '2026-08', '--metrics', at('none/m.prom'), ...revshareOptions(world, FEBRUARY)];
    const ended = await revshare(args);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain(`m.prom was not written: no-such-path: there is no directory ${at('none')}`);
  });
});

describe('data of another user', () => {
  it.each([
    [0o700, 0o600],
    [0o755, 0o600],
  ])('of mode %i is there, and cannot be read', async (directory, database) => {
    for (let above = world.root; above !== dirname(above); above = dirname(above)) {
      if (above.includes('revshare-test-')) chmodSync(above, 0o755);
    }
    const as = NOBODY === undefined ? {} : { uid: NOBODY };
    if (NOBODY === undefined) chmodSync(join(world.data, 'revshare.sqlite'), 0);
    else chmodSync(join(world.data, 'revshare.sqlite'), database);
    chmodSync(world.data, NOBODY === undefined ? 0 : directory);
    try {
      if ((await revshare(['--version'], as)).code !== 0) return;
      for (const args of [['owed'], ['status'], ['verify', '--all'], ['reconcile', '2026-08']]) {
        const ended = await revshare([...args, ...revshareOptions(world, FEBRUARY)], as);
        expect([args, ended.code, ended.stdout]).toEqual([args, 2, '']);
        expect(ended.stderr).toContain('it may not be opened');
        expect(ended.stderr).toContain('code: unreadable-path');
      }
    } finally {
      chmodSync(world.data, 0o700);
      chmodSync(join(world.data, 'revshare.sqlite'), 0o600);
    }
  });

  it('may hold an export in a directory where nobody else writes', async () => {
    const locked = at('locked');
    mkdirSync(locked);
    if (NOBODY !== undefined) {
      for (const path of [
        world.root,
        ...readdirSync(world.data, { recursive: true, encoding: 'utf8' }).map((name) => join(world.data, name)),
        world.data,
      ])
        chownSync(path, NOBODY, NOBODY);
    }
    chmodSync(locked, 0o555);
    const as = NOBODY === undefined ? {} : { uid: NOBODY };
    if ((await revshare(['--version'], as)).code !== 0) return;
    const args = ['exceptions', '2026-08', '--export', join(locked, 'x.csv')];
    const config = ['--config', join(world.inputs, 'revshare.yaml')];
    const ended = await revshare([...args, ...config, ...revshareOptions(world, FEBRUARY)], as);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain(`x.csv: its directory ${locked} cannot be written by this user`);
    // Reports that may be looked at are not reports that may not be opened.
    const month = ['reconcile', '2026-08', ...revshareOptions({ ...world, out: locked }, FEBRUARY)];
    const refused = await revshare([...month, ...config], as);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain(`${locked}: this user may not write there\n`);
  });
});
