import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../running/program.ts';
import { review, smallWorld, spawned, writeStripe } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

/* What a close and a release by a person tell the hooks; those of `run` are in run.test.ts. */

type Line = Readonly<Record<string, unknown>>;

let world: World;
let digest: string;

/** Keeps what it reads, runs the program itself (a command that takes the lock), keeps how that ended, and fails. */
const HOOK = `
  const fs = require('node:fs');
  const [, told, data, ...program] = process.argv;
  const read = fs.readFileSync(0, 'utf8');
  const { status } = require('node:child_process').spawnSync(process.execPath, [...program, 'import', '--data', data, data + '/../inputs/coverage.csv']);
  fs.appendFileSync(told, JSON.stringify({ ...JSON.parse(read), lines: read.split('\\n').length - 1, import: status }) + '\\n');
  process.exit(9);`;

const toldFile = (): string => join(world.root, 'told.jsonl');

function told(): Line[] {
  if (!existsSync(toldFile())) return [];
  const lines = readFileSync(toldFile(), 'utf8').trim().split('\n');
  return lines.map((each) => JSON.parse(each) as Line);
}

beforeAll(async () => {
  world = smallWorld();
  writeStripe(world, 'a', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '200.00', until: '2026-09-03' },
  ]);
  const hook = JSON.stringify([process.execPath, '-e', HOOK, toldFile(), world.data, ...program()]);
  const hooks = `hooks: { close: ${hook}, release: ${hook}, refusal: ${hook}, failure: ${hook} }\n`;
  const payouts = 'payouts: { default_method: usdc, minimum_usd: { usdc: 1.00 } }\n';
  world.write('revshare.yaml', `${world.read('revshare.yaml')}${payouts}${hooks}`);
  digest = (await review(world, '2026-08')).document.digest;
});

beforeEach(() => rmSync(toldFile(), { force: true }));

describe('the hook of a close', () => {
  it('is not called by a review, or by a finalize that is refused', async () => {
    expect((await spawned(world, ['finalize', '2026-08', '--accept', digest.replace(/^./, 'x')])).code).not.toBe(0);
    expect(told()).toEqual([]);
  });

  it('reads the figures of the month that a person made final; the lock is free by then; its failure changes nothing', async () => {
    const { code, stderr } = await spawned(world, ['finalize', '2026-08', '--accept', digest]);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/the hook of close \(.*node.*\) ended with 9; nothing of what/),
    ]);
    const { totals } = JSON.parse(readFileSync(join(world.out, '2026-08', 'final', 'manifest.json'), 'utf8'));
    expect(told()).toEqual([
      {
        ...{ event: 'close', month: '2026-08', state: 'final', digest, wallets: 2, credited_jobs: 2 },
        net_revenue_usd: totals.net_revenue_usd,
        pool_usd: totals.pool_usd,
        distributed_usd: totals.distributed_usd,
        ...{ finalized: true, closed: true, exit_code: 0, program_version: expect.any(String), lines: 1, import: 0 },
      },
    ]);
  });

  it('is not called for a month that was final already', async () => {
    expect(await spawned(world, ['finalize', '2026-08', '--accept', digest])).toMatchObject({ code: 0 });
    expect(told()).toEqual([]);
  });
});

describe('the hook of a release', () => {
  it('reads what the release prints, once; what is shown or refused calls nothing', async () => {
    const shown = await spawned(world, ['payouts', '2026-08', '--json']);
    const { digest: batch } = JSON.parse(shown.stdout) as { readonly digest: string };
    const release = (of: string) => spawned(world, ['payouts', '2026-08', '--release', of, '--by', 'ann', '--json']);
    expect((await release(batch.replace(/^./, 'x'))).code).not.toBe(0);
    expect(told()).toEqual([]);

    const { code, stdout, stderr } = await release(batch);
    expect([code, stderr]).toEqual([0, expect.stringContaining('the hook of release (')]);
    const { schema: _, version: __, ...printed } = JSON.parse(stdout) as Line;
    expect(told()).toEqual([
      { event: 'release', ...printed, program_version: expect.any(String), exit_code: 0, lines: 1, import: 0 },
    ]);
    expect(printed).toMatchObject({ month: '2026-08' });
  });
});
