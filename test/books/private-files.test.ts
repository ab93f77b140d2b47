import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { revshare } from '../running/program.ts';
import { emptyWorld, FIXTURES } from '../worlds/world.ts';

/** A title, a cleared screen: what a terminal would run of a job id and of a file name. */
const ESCAPES = '\u001b]0;PWNED\u0007\u001b[2J';

const world = emptyWorld();
const place = ['--data', world.data, '--out', world.out, '--as-of', '2026-12-02T00:00:00Z'];
const config = ['--config', join(FIXTURES, 'revshare.yaml')];

beforeAll(async () => {
  const header = 'job_id,completed_at,status,payment_model,worker_wallet,subscriber_wallet,model_id,render_spark\n';
  const wallets = '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153,0x8E24309d3DcD2B392078e965098dC2AF0caeDae0';
  const row = `job-1${ESCAPES},2026-10-05T10:00:00Z,completed,subscription,${wallets},gpt-image-2,1\n`;
  world.write('a\u001b[31mb\nc.csv', header + row);
  // A directory that an earlier version made for everybody.
  mkdirSync(world.data);
  chmodSync(world.data, 0o755);
  const ended = await revshare(['reconcile', '2026-10', '--inputs', world.inputs, ...place, ...config]);
  expect(ended).toMatchObject({ code: 1 });
}, 60_000);

function modesUnder(directory: string): Set<string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return new Set(
    entries.map((entry) => {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
      return `${entry.isDirectory() ? 'directory' : 'file'} ${mode.toString(8)}`;
    }),
  );
}

describe('the data directory', () => {
  it('is for its owner alone, and everything in it', () => {
    expect((statSync(world.data).mode & 0o777).toString(8)).toBe('700');
    expect([...modesUnder(world.data)].sort()).toEqual(['directory 700', 'file 600']);
  });

  it('reports are made by the umask of whoever runs it', () => {
    const own = process.umask();
    const wanted = [`directory ${(0o777 & ~own).toString(8)}`, `file ${(0o666 & ~own).toString(8)}`];
    expect([...modesUnder(world.out)].sort()).toEqual(wanted);
  });
});

describe('reports that nothing has changed', () => {
  it('are made by another umask all the same', async () => {
    const umask = process.umask(0o027);
    try {
      await revshare(['reconcile', '2026-10', ...place, ...config]);
      expect([...modesUnder(join(world.out, '2026-10', 'review'))]).toEqual(['file 640']);
      process.umask(0o022);
      await revshare(['reconcile', '2026-10', ...place, ...config]);
      expect([...modesUnder(join(world.out, '2026-10', 'review'))]).toEqual(['file 644']);
    } finally {
      process.umask(umask);
    }
  }, 60_000);
});

describe('control characters of inputs', () => {
  it.each([
    ['reconcile', ['reconcile', '2026-10', '--inputs', world.inputs]],
    ['status', ['status']],
    ['status of a month', ['status', '2026-10']],
    ['exceptions', ['exceptions', '2026-10']],
    ['explain-gap', ['reconcile', '2026-10', '--explain-gap']],
  ])('never reach a terminal by %s', async (_, args) => {
    const { stdout, stderr } = await revshare([...args, ...place, ...config]);
    expect(stdout).not.toBe('');
    for (const text of [stdout, stderr]) expect(text).not.toMatch(/[^\P{Cc}\n\t]/u);
  });
});
