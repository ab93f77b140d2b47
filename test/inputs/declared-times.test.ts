import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { command, FORGE, finalize, KILN, review, smallWorld, writeJobs, writeStripe } from '../worlds/close-world.ts';
import { reportRows, type World } from '../worlds/world.ts';

/** A world whose logs are of a clock two hours ahead of UTC, and say so in revshare.yaml alone. */
function localWorld(): World {
  const world = smallWorld();
  writeStripe(world, 'all', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '240.00', until: '2027-08-03' },
  ]);
  declare(world, 'usage: { times: { zone: "+02:00", unix: seconds } }');
  writeJobs(world, 'jobs/2026-08.csv', [
    // Half past one on 1 August there is 31 July in UTC; the last half hour of August there is still August.
    { id: 'july', at: '2026-08-01 01:30:00', worker: KILN, spark: '7.000000' },
    { id: 'kiln', at: '2026-08-05 12:00:00.5', worker: KILN, spark: '30.000000' },
    // 2026-08-31T23:59:59Z.
    { id: 'forge', at: '1788220799', worker: FORGE, spark: '10.000000' },
  ]);
  return world;
}

function declare(world: World, usage: string): void {
  const [before = ''] = world.read('revshare.yaml').split('\nusage:');
  writeFileSync(join(world.inputs, 'revshare.yaml'), `${before.trimEnd()}\n${usage}\n`);
}

it('times of job logs count as revshare.yaml declares them, and go on meaning that', async () => {
  const world = localWorld();
  const august = await finalize(world, '2026-08');
  const work = reportRows(august, 'payouts.csv').map(({ wallet, jobs, render_spark: spark }) => [wallet, jobs, spark]);
  expect(work).toEqual([
    [FORGE, '1', '10.000000'],
    [KILN, '1', '30.000000'],
  ]);
  const verified = await command(world, ['verify', '2026-08']);
  expect(verified.stdout + verified.stderr).not.toMatch(/differ|instead of/);
  expect(verified.code).toBe(0);

  declare(world, 'usage: { times: { zone: "+03:00", unix: seconds } }');
  const config = join(world.inputs, 'revshare.yaml');
  for (const args of [
    ['reconcile', '2026-09', '--inputs', world.inputs],
    ['import', world.inputs, '--config', config],
  ]) {
    const refused = await command(world, args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      'usage.times is zone +03:00, unix seconds; job logs in these books were read by zone +02:00, unix seconds',
    );
  }
  declare(world, 'usage: { times: { zone: "+02:00", unix: seconds } }');
  await review(world, '2026-09');
});

it('times of a log that is imported by itself are those of the configuration that is found', async () => {
  const world = localWorld();
  const jobs = join(world.inputs, 'jobs');
  const refused = await command(world, ['import', jobs]);
  expect([refused.code, refused.stderr.includes('does not say its offset from UTC')]).toEqual([2, true]);
  const taken = await command(world, ['import', jobs, '--config', join(world.inputs, 'revshare.yaml')]);
  expect(taken.code).toBe(0);
});
