import { expect, it } from 'vitest';
import { command, FORGE, finalize, KILN, smallWorld, writeStripe } from '../worlds/close-world.ts';
import { importFiles, type World } from '../worlds/world.ts';

/*
 * August shares 10.20 of a charge of 20.00: Kiln 7.65, in a country that is not paid, Forge 2.55, found by a screening. After
 * the approval somebody writes another country, and a screening.csv that does not know the hit.
 */

const PAYOUTS =
  'payouts: { default_method: usdc, minimum_usd: { usdc: 1.00 }, countries: { IR: { hold: "not paid there" } } }\n';

async function heldAugust(): Promise<World> {
  const world = smallWorld();
  world.write('revshare.yaml', `${world.read('revshare.yaml')}${PAYOUTS}`);
  writeStripe(world, 'a', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '20.00', until: '2026-09-03' },
  ]);
  payee(world, 'IR');
  screening(world, `${FORGE},hit,2026-09-01`);
  await finalize(world, '2026-08');
  return world;
}

function payee(world: World, country: string): void {
  const header = 'wallet,method,destination,currency,hold,from_month,country';
  world.write('payees.csv', `${header}\n${KILN},usdc,,,,2026-08,${country}\n`);
}

function screening(world: World, row: string): void {
  world.write('screening.csv', `subject,result,date\n${row}\n`);
}

it('a country, or a screening, that held a wallet when its month was approved and does not any more is a change to be accepted (R17)', async () => {
  const world = await heldAugust();
  const held = await command(world, ['payouts', '2026-08', '--preview']);
  expect(held.stdout).toContain('on-hold: 1 wallet(s), 7.650000 USD');
  expect(held.stdout).toContain('screening-hit: 1 wallet(s), 2.550000 USD');
  payee(world, 'DE');
  screening(world, `${KILN},clear,2026-10-01`);
  await importFiles(world, [world.inputs]);
  const refused = await command(world, ['payouts', '2026-08']);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('payee details of 2 wallet(s) to be paid changed after 2026-08 was approved');
  expect(refused.stderr).toContain(`${KILN}  hold: not paid there then, none now`);
  expect(refused.stderr).toContain(
    `${FORGE}  hold: a screening of 2026-09-01 found it, and no row clears it then, none now`,
  );
  const seen = await command(world, ['payouts', '2026-08', '--accept-changes']);
  expect([seen.code, seen.stdout]).toEqual([0, expect.stringContaining('10.200000 USD in all')]);
});

it('a row that clears the wallet, on the day of the hit or later, is no change', async () => {
  const world = await heldAugust();
  screening(world, `${FORGE},clear,2026-09-01`);
  await importFiles(world, [world.inputs]);
  const prepared = await command(world, ['payouts', '2026-08']);
  expect([prepared.code, prepared.stdout]).toEqual([0, expect.stringContaining('2.550000 USD in all')]);
  // Found again after its release: that lapses, also once the files of the rails are gone.
  const digest = /--release (\w+)/.exec(prepared.stdout)?.[1] ?? '';
  const status = async () => {
    const { code, stdout } = await command(world, ['payouts', '2026-08', '--status', '--wide']);
    return [code, stdout.includes('its release has lapsed')];
  };
  expect(await command(world, ['payouts', '2026-08', '--release', digest, '--by', 'Ada'])).toMatchObject({ code: 0 });
  expect(await status()).toEqual([0, false]);
  screening(world, `${FORGE},hit,2026-10-01`);
  await importFiles(world, [world.inputs]);
  expect(await status()).toEqual([1, true]);
  expect(await command(world, ['payouts', '2026-08'])).toMatchObject({ code: 1 });
  expect(await status()).toEqual([1, true]);
  // Of the day of the release or later: a file that does not say it any more clears nobody; a row that does, does.
  screening(world, `${FORGE},hit,2027-02-10`);
  await importFiles(world, [world.inputs]);
  screening(world, `${FORGE},clear,2026-09-01`);
  await importFiles(world, [world.inputs]);
  expect(await status()).toEqual([1, true]);
  expect((await command(world, ['payouts', '2026-08'])).stderr).toContain(
    `${FORGE}  hold: none in the batch, a screening of 2027-02-10 found it, and no row clears it now`,
  );
  screening(world, `${FORGE},clear,2027-02-10`);
  await importFiles(world, [world.inputs]);
  // The files of its rails, which were taken away, are written anew.
  expect(await command(world, ['payouts', '2026-08'])).toMatchObject({ code: 0 });
  expect(await status()).toEqual([0, false]);
});
