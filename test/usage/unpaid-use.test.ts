import { expect, it } from 'vitest';
import { command, FORGE, finalize, KILN, review, smallWorld, writeJobs, writeStripe } from '../worlds/close-world.ts';
import { reportRows } from '../worlds/world.ts';

it('use that no charge pays for, and use in a dispute, are warnings that change no figure', async () => {
  const world = smallWorld();
  // A month from 4 August, disputed on the 10th, won on the 20th.
  writeStripe(world, 'all', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-04', amount: '20.00', until: '2026-09-04' },
    { kind: 'dispute', id: 'dp_a', charge: 'ch_a', day: '2026-08-10', amount: '20.00' },
    { kind: 'dispute_reversal', id: 'won', source: 'dp_a', charge: 'ch_a', day: '2026-08-20', amount: '20.00' },
  ]);
  const subscriber = '0x8E24309d3DcD2B392078e965098dC2AF0caeDae0';
  writeJobs(world, 'jobs/2026-08.csv', [
    // Two days before the charge; the day before it counts as paid.
    { id: 'before', at: '2026-08-02T23:59:59Z', worker: KILN, spark: '7.250000' },
    { id: 'eve', at: '2026-08-03T00:00:00Z', worker: KILN, spark: '1.000000' },
    // The day of the dispute and the day on which it is won count as not disputed.
    { id: 'same-day', at: '2026-08-10T23:00:00Z', worker: FORGE, spark: '1.000000' },
    { id: 'disputed', at: '2026-08-11T00:00:00Z', worker: FORGE, spark: '3.000000' },
    { id: 'disputed-too', at: '2026-08-19T23:00:00Z', worker: FORGE, spark: '0.500000' },
    { id: 'won', at: '2026-08-20T00:00:00Z', worker: FORGE, spark: '1.000000' },
  ]);
  world.write('wallet-links.csv', `wallet,account\n${subscriber},acct-1\n`);
  const without = await review(world, '2026-08');
  world.write('subscribers.csv', 'account,provider,subscription\nacct-1,stripe,sub_ch_a\n');
  const august = await finalize(world, '2026-08');
  expect(august.document.digest).toBe(without.document.digest);
  const told = reportRows(august, 'warnings.csv').map(({ code, subject, what }) => [code, subject, what]);
  expect(told).toEqual([
    [
      'disputed-use',
      'acct-1',
      '2 credited job(s), 3.500000 Spark, on 2 day(s) whose charge is disputed, 2026-08-11 to 2026-08-19',
    ],
    [
      'unpaid-use',
      'acct-1',
      '1 credited job(s), 7.250000 Spark, on 1 day(s) that no charge of the account pays for, 2026-08-02',
    ],
  ]);
  expect((await command(world, ['verify', '2026-08'])).code).toBe(0);
});
