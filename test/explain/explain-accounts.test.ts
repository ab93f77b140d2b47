import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, finalize, KILN, smallWorld, writeStripe } from '../worlds/close-world.ts';
import { csvRows, type World } from '../worlds/world.ts';

/** Everybody is paid in USDC. */
function payingWorld(): World {
  const world = smallWorld();
  const payouts =
    'payouts: { default_method: usdc, minimum_usd: { usdc: 1.00, sogni: 1.00, spark: 0.50, fiat: 25.00 } }';
  world.write('revshare.yaml', `${world.read('revshare.yaml')}${payouts}\n`);
  return world;
}

/**
 * 240.00 for the year from 3 August: 20.00 in August, of which 0.51 are 10.20 USD: 30 of 40 Spark are Kiln's, 7.65. A person
 * adds 2.50: 10.15 are paid.
 */
describe('explain of rows of a wallet’s account', () => {
  let world: World;
  let row: number;

  beforeAll(async () => {
    world = payingWorld();
    writeStripe(world, 'all', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '240.00', until: '2027-08-03' },
    ]);
    await finalize(world, '2026-08');
    const given = ['--amount', '2.50', '--reason', 'goodwill, Nadia', '--by', 'ann'];
    const adjusted = await command(world, ['payouts', '2026-08', '--adjust', KILN, ...given]);
    expect([adjusted.code, adjusted.stderr]).toEqual([0, '']);
    await command(world, ['payouts', '2026-08']);
    const balances = csvRows(readFileSync(join(world.out, '2026-08', 'payout', 'balances.csv'), 'utf8'));
    row = 2 + balances.findIndex(({ wallet }) => wallet === KILN);
  });

  const explained = async (cell: string): Promise<string> => {
    const { stdout } = await command(world, ['explain', cell, '--month', '2026-08', '--wide']);
    return stdout;
  };

  it('shows an adjustment with its reason, who and when', async () => {
    const said = await explained(`balances.csv:${row}:adjustments_usd`);
    expect(said).toContain('+ adjustment of 2026-08: goodwill, Nadia (ann, 2027-02-10)  2.500000 USD');
    expect(said).not.toContain('job ');
    expect(await explained('0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153')).toContain('adjustments');
  });

  it('shows what months earned, and each adjustment, of a line of a batch', async () => {
    const amount = await explained('batch.csv:3:amount');
    expect(amount).toContain(
      `amount of ${KILN}  10.150000 USDC  (batch.csv:3)\n  = 10.150000 - 0.000000, cut after 6 decimals\n`,
    );
    const said = await explained('batch.csv:3:balance_usd');
    expect(said).toContain('through 2026-08, as the books have it now: 7.650000 + 2.500000');
    expect(said).toContain('. earned of 2026-08  7.650000 USD');
    expect(said).toContain('. adjustment of 2026-08: goodwill, Nadia (ann, 2027-02-10)  2.500000 USD');
  });

  it('names the month that it chose, and none that was named', async () => {
    const chosen = await command(world, ['explain', 'pool.csv:2', '--wide']);
    expect(chosen.stderr).toBe('explained for 2026-08; --month names another\n');
    expect(chosen.stdout).toBe(await explained('pool.csv:2'));
    for (const asked of [['--month', '2026-08'], ['--json'], ['--quiet']])
      expect((await command(world, ['explain', 'pool.csv:2', ...asked])).stderr).toBe('');
  });
});

describe('what comes next', () => {
  it('is the oldest month that is overdue, and an adjustment of an open month says from when it shows', async () => {
    const world = payingWorld();
    writeStripe(world, 'all', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '2400.00', until: '2027-08-03' },
    ]);
    await finalize(world, '2026-08');
    await finalize(world, '2026-09');
    const owed = await command(world, ['owed']);
    expect(owed.stdout).toContain('next  revshare payouts 2026-08 --status');
    const given = ['--amount', '1', '--reason', 'came back', '--by', 'ann'];
    const adjusted = await command(world, ['payouts', '2026-10', '--adjust', KILN, ...given]);
    expect(adjusted.stdout).toContain('2026-10 is not final: owed and the balances show it once it is\n');
  });
});
