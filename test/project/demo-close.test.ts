import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { WITHOUT_SOCKETS } from '../running/no-sockets.ts';
import { PROJECT } from '../running/program.ts';
import { csvRows, scratch } from '../worlds/world.ts';

const root = scratch();
const [out, data] = [join(root, 'the reports'), join(root, 'the data')];

function demo(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(join(PROJECT, 'bin', 'demo-close'), args, {
    cwd: root,
    env: { ...process.env, ...WITHOUT_SOCKETS },
    encoding: 'utf8',
  });
}

let said: string;
beforeAll(() => {
  const ended = demo(out, data);
  expect([ended.status, ended.stderr]).toEqual([0, '']);
  said = ended.stdout;
}, 600_000);

describe('bin/demo-close', () => {
  it('closes August to October in order, each manifest with the hash of the one before', () => {
    const manifests = ['2026-08', '2026-09', '2026-10'].map((month) => {
      expect(said).toContain(`${month} is final`);
      expect(existsSync(join(out, month, 'final', 'payouts.csv'))).toBe(true);
      return readFileSync(join(out, month, 'final', 'manifest.json'), 'utf8');
    });
    expect(manifests).toHaveLength(3);
  });

  it('shows the late refund in November, and October unchanged', () => {
    const rows = csvRows(readFileSync(join(out, '2026-11', 'review', 'adjustments.csv'), 'utf8'));
    // Cleo paid 498.00 for twelve months in August; 415.00 were left for October to July. 295.00 stay: October would
    // have had 29.50 instead of 41.50.
    expect(rows).toMatchObject([{ charge: 'ch_fx_cleo_2608', original_month: '2026-10', net_usd: '-12.000000' }]);
    expect(said).toContain('October has not changed');
  });

  it('verifies everything', () => {
    expect(said).toMatch(/verify --all\n.*2026-08 verified/s);
  });

  it('refuses directories that are not empty', () => {
    expect(demo(out, data)).toMatchObject({ status: 2, stderr: `${out} is not empty\n` });
    const other = join(root, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'something'), '');
    expect(demo(join(root, 'new'), other)).toMatchObject({ status: 2, stderr: `${other} is not empty\n` });
    expect(demo()).toMatchObject({ status: 2 });
  });
});
