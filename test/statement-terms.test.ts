import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, FORGE, finalize, KILN, smallWorld, writeStripe } from './close-world.ts';
import { filesUnder, type World } from './world.ts';

/* What a statement says of its payment, and the lists of a year. */

let world: World;
let config: string[];
beforeAll(async () => {
  world = smallWorld();
  const payer = 'payouts: { default_method: usdc, payer: { name: Render Network, contact: pay@example.org } }';
  world.write('revshare.yaml', `${world.read('revshare.yaml')}${payer}\n`);
  config = ['--config', join(world.inputs, 'revshare.yaml')];
  writeStripe(world, 'a', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '20.00', until: '2026-09-03' },
  ]);
  await finalize(world, '2026-08');
}, 120_000);

describe('a statement', () => {
  it('names who pays, when it is due, and what is missing to the minimum', async () => {
    const { code, stdout } = await command(world, [
      'statement',
      KILN,
      '--month',
      '2026-08',
      '--format',
      'csv',
      ...config,
    ]);
    expect(code).toBe(0);
    // 51 % of 20.00 are 10.20; three quarters of it are 7.65, and 10 - 7.65 = 2.35. 45 days after 31 August: 15 October.
    const said = ['Render Network', 'pay@example.org', '2026-10-15', '10.000000', '2.350000'];
    for (const each of said) expect(stdout).toContain(each);
  });

  it('of a whole year comes with a summary for taxes', async () => {
    expect(await command(world, ['statement', '--all', '--year', '2026', '--format', 'text', ...config])).toMatchObject(
      {
        code: 0,
        stdout: expect.stringContaining('statements of 2 wallets, 3 files'),
      },
    );
    const directory = join(world.out, '2026', 'statements');
    expect(filesUnder(directory)).toEqual([`${FORGE}.txt`, `${KILN}.txt`, 'summary.csv']);
    expect(readFileSync(join(directory, 'summary.csv'), 'utf8')).toBe(
      'year,wallet,months,earned_usd,payments,paid_usd,fees_usd\n' +
        `2026,${FORGE},1,2.550000,0,0.000000,0.000000\n` +
        `2026,${KILN},1,7.650000,0,0.000000,0.000000\n`,
    );
    const one = await command(world, ['statement', KILN, '--year', '2026', ...config]);
    expect(one.stdout).toBe(readFileSync(join(directory, `${KILN}.txt`), 'utf8'));
  });
});
