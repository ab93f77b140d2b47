import { expect, it } from 'vitest';
import { command, finalize, review, smallWorld, writeStripe } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

const fx = (august: string): string =>
  `date,from,to,rate,source\n2026-08,EUR,USD,${august},monthly\n2026-08-01,EUR,USD,1.09,daily\n2026-09,EUR,USD,1.5,monthly\n`;

/** What is said of the rate in the first row of a month's postings. */
async function rateIn(world: World, month: string): Promise<string> {
  const ended = await command(world, ['explain', 'postings.csv:2:rate', '--month', month, '--wide']);
  expect(ended.code).toBe(0);
  return ended.stdout;
}

it('says which row of fx.csv a rate comes from, and that a final month froze it where that says another now', async () => {
  const world = smallWorld();
  world.write('fx.csv', fx('1.10'));
  writeStripe(world, 'all', [
    // The first of August is eight days before: too old.
    {
      kind: 'charge',
      id: 'a',
      charge: 'ch_a',
      currency: 'eur',
      day: '2026-08-09',
      amount: '120.00',
      until: '2027-08-09',
    },
  ]);
  await finalize(world, '2026-08');
  const august = await rateIn(world, '2026-08');
  expect(august).toContain('rate of EUR/USD: 1.1  (postings.csv:2)');
  expect(august).toContain('of 2026-08, for the charge of 2026-08-09; its refunds and disputes have it too');
  expect(august).toContain('fx.csv:2\n  | 2026-08,EUR,USD,1.10,monthly');
  world.write('fx.csv', fx('1.20'));
  await review(world, '2026-09');
  const september = await rateIn(world, '2026-09');
  expect(september).toContain('rate of EUR/USD: 1.1  (postings.csv:2)');
  expect(september).toContain(
    'as a final month computed with it for the charge of 2026-08-09 (R3); fx.csv says another rate of that day now',
  );
  expect(september).not.toContain('fx.csv:2\n');
});
