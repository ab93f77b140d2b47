import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { command, FORGE, finalize, review, smallWorld, writeJobs, writeStripe } from '../worlds/close-world.ts';

it('packed job logs take another form, and nothing else changes', async () => {
  const world = smallWorld();
  writeStripe(world, 'all', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '240.00', until: '2027-08-03' },
  ]);
  await finalize(world, '2026-08');
  const before = await review(world, '2026-09');
  const endings = (store: string): string[] => readdirSync(join(world.data, store)).map((name) => name.slice(64));
  expect(endings('evidence').filter((ending) => ending === '.plain')).toHaveLength(5);

  expect((await command(world, ['pack'])).stdout).toMatch(/^packed 5 job logs: \d+ bytes before, \d+ after\n$/);
  expect(endings('evidence')).not.toContain('.plain');
  expect(endings('lake')).toEqual(Array.from({ length: 5 }, () => '.parquet'));
  expect((await command(world, ['pack'])).stdout).toBe('no job log is kept as it came: nothing to pack\n');

  expect((await command(world, ['verify', '--all'])).code).toBe(0);
  expect((await review(world, '2026-09')).document.digest).toBe(before.document.digest);
  // A copy of a row of a packed log is found by its ids, and told by its line.
  writeJobs(world, 'jobs/again.csv', [
    { id: '2026-09-forge', at: '2026-09-06T10:00:00Z', worker: FORGE, spark: '11.000000' },
  ]);
  await review(world, '2026-09');
  const told = await command(world, ['exceptions', '2026-09', '--json']);
  expect(told.stdout).toContain('2026-09-forge');
});
