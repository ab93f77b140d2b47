import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { KILN, review, smallWorld, writeJobs, writeStripe } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

const ADA = '0x8E24309d3DcD2B392078e965098dC2AF0caeDae0';

let world: World;

/**
 * 240.00 for the year from 3 August: 20.00 a month, of which 0.51 are 10.20 USD. In September only Ada renders, 20 Spark for
 * herself, so that October shares 20.40, all of it Kiln's. A dispute of the whole charge takes 60.00 back in November: -30.60.
 */
beforeAll(async () => {
  world = smallWorld();
  writeStripe(world, 'all', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '240.00', until: '2027-08-03' },
    { kind: 'dispute', id: 'du_a', charge: 'ch_a', day: '2026-11-10', amount: '240.00' },
  ]);
  const job = (worker: string, month: string) => ({
    id: `${month}-a`,
    at: `${month}-07T10:00:00Z`,
    worker,
    spark: '20.000000',
  });
  writeJobs(world, 'jobs/2026-09.csv', [job(ADA, '2026-09')]);
  writeJobs(world, 'jobs/2026-10.csv', [job(KILN, '2026-10')]);
  for (const month of ['2026-08', '2026-09', '2026-10', '2026-11']) await review(world, month);
});

/** The text of a month's page. */
const page = (month: string): string =>
  readFileSync(join(world.out, month, 'review', 'report.html'), 'utf8')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/\s+/g, ' ');

it('says that the pool is divided among wallets, or is of the one', () => {
  expect(page('2026-08')).toContain(
    'With 0.000000 USD carried in, and floored to 0.000001 USD, it is divided among 2 wallets by',
  );
  expect(page('2026-10')).toContain(
    'With 10.200000 USD carried in, and floored to 0.000001 USD, it is for the one wallet with credited jobs; 0.000000 USD is carried',
  );
});

it('says that nothing is divided where nobody has Spark, and what counting a job would have made of one Spark', () => {
  expect(page('2026-09')).toContain(
    'With 0.000000 USD carried in nothing is divided, because no wallet has credited Spark; 10.200000 USD is carried to the next',
  );
  // 10.20 over 20 Spark.
  expect(page('2026-09')).toContain('one Spark from 0.000000000 to 0.510000000 USD');
});

it('says that nothing is left to divide of a deficit', () => {
  expect(page('2026-11')).toContain(
    'With 0.000000 USD carried in nothing is left to divide, and no wallet owes anything; -30.600000 USD is carried to the next',
  );
});
