import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revshare } from '../running/program.ts';
import { KILN, smallWorld, spawned, writeStripe } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

/** What only looks works for a user who may write neither data nor reports, and leaves every byte. Nothing is read-only for root. */
const READER = process.getuid?.() === 0 ? 65534 : undefined;
const AS_OF = '2026-10-01T00:00:00Z';

/** A temporary place of its own: what other tests read meanwhile leaves nothing here. */
const ROOM = mkdtempSync(join(tmpdir(), 'revshare-test-room-'));
chmodSync(ROOM, 0o777);

const AS = { env: { TMPDIR: ROOM }, ...(READER === undefined ? {} : { uid: READER }) };

let world: World;
/** Where the project itself lies in a directory of root, nobody else can start it. */
let runsForReader = false;

beforeAll(async () => {
  world = smallWorld();
  writeStripe(world, '2026-08', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', until: '2026-09-03', amount: '20.00', fee: '1.00' },
  ]);
  world.write('revshare.yaml', `${world.read('revshare.yaml')}close: { auto: true }\n`);
  const args = ['--inputs', world.inputs, '--month', '2026-08', '--max-pool', '100'];
  expect(await spawned(world, ['run', ...args], AS_OF)).toMatchObject({ code: 0 });
  expect(await spawned(world, ['reconcile', '2026-09'], AS_OF)).toMatchObject({ stderr: '' });
  setModes('a-w,a+rX');
  runsForReader = (await revshare(['--version'], AS)).code === 0;
}, 60_000);

afterAll(() => {
  setModes('u+w');
  rmSync(ROOM, { recursive: true });
});

function setModes(modes: string): void {
  for (let above = dirname(world.data); above.startsWith(`${tmpdir()}/`); above = dirname(above))
    chmodSync(above, 0o755);
  execFileSync('chmod', ['-R', modes, world.data, world.out, world.inputs]);
}

/** Every file with its bytes, and when each directory last changed. */
function stateOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => {
    const stat = statSync(join(directory, name));
    return `${name} ${stat.mtimeMs} ${stat.isFile() ? readFileSync(join(directory, name)).toString('base64') : ''}`;
  });
}

const LOOKING = [
  ['status'],
  ['status', '2026-09'],
  ['exceptions', '2026-09'],
  ['explain', 'pool.csv:2', '--month', '2026-08'],
  ['explain', KILN, '--month', '2026-09'],
  ['statement', KILN, '--month', '2026-08'],
  ['statement', KILN, '--month', '2026-08', '--jobs'],
  ['flux', '2026-09'],
  ['restate', '2026-08'],
  ['whatif', '2026-09', '--share', '0.6'],
  ['owed'],
  ['payouts', '2026-08', '--status'],
  ['verify', '--all'],
];

describe('for a user who may only read', () => {
  it.each(LOOKING)('revshare %s %s says what it says to the owner, and changes nothing', async (...args) => {
    const before = [stateOf(world.data), stateOf(world.out)];
    const places = ['--data', world.data, '--out', world.out, '--as-of', AS_OF];
    if (!runsForReader) return;
    const ended = await revshare([...args, ...places], AS);
    expect(ended.stderr).not.toMatch(/error|unexpected/);
    expect(ended.stdout).not.toBe('');
    expect([0, 1]).toContain(ended.code);
    expect([stateOf(world.data), stateOf(world.out)]).toEqual(before);
    expect(readdirSync(ROOM)).toEqual([]);
  });
});

describe('what writes, for a user who may only read', () => {
  it.each([
    ['reconcile', '2026-09'],
    ['payouts', '2026-08'],
    ['statement', '--all', '--month', '2026-08'],
    // The lock lies in the data directory.
    ['verify', '2026-08', '--restore'],
  ])('revshare %s %s is refused, with what may not be written', async (...args) => {
    const before = [stateOf(world.data), stateOf(world.out)];
    if (!runsForReader) return;
    const ended = await revshare([...args, '--data', world.data, '--out', world.out, '--as-of', AS_OF], AS);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining('unreadable-path')]);
    expect([stateOf(world.data), stateOf(world.out)]).toEqual(before);
  });
});

describe('books that were never begun', () => {
  it('are not begun by looking, and it is said where was looked', async () => {
    const nowhere = join(world.root, 'nowhere');
    for (const args of [
      ['status', '2026-09'],
      ['explain', KILN],
      ['owed'],
      ['flux', '2026-09'],
      ['verify', '--all'],
      ['verify', '--all', '--restore'],
    ]) {
      const ended = await revshare([...args, '--data', nowhere, '--out', join(nowhere, 'out')]);
      expect(ended.code, args.join(' ')).toBe(2);
      expect(ended.stderr).toContain(nowhere);
    }
    expect(readdirSync(world.root)).not.toContain('nowhere');
  });
});
