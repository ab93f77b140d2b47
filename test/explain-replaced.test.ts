import { beforeAll, describe, expect, it } from 'vitest';
import { command, FORGE, finalize, KILN, smallWorld, writeJobs, writeStripe } from './close-world.ts';
import { importFiles, type World } from './world.ts';

/** What `explain` quotes when a file that a final month was computed from has another content by now. */
describe('a row of a final month whose file was replaced', () => {
  let world: World;
  const log = 'jobs/2026-08.csv';
  const job = (id: string, day: string, worker: string, spark: string) => {
    return { id, at: `2026-08-${day}T10:00:00Z`, worker, spark };
  };

  beforeAll(async () => {
    world = smallWorld();
    writeStripe(world, 'all', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '240.00', until: '2027-08-03' },
    ]);
    const second = job('second', '06', FORGE, '10.000000');
    writeJobs(world, log, [job('first', '05', KILN, '30.000000'), second]);
    await finalize(world, '2026-08');
    // The first row goes: line 2 is the second job now, and there is no line 3.
    writeJobs(world, log, [second]);
    await importFiles(world, [world.inputs]);
  });

  const jobsOf = async (asked: string): Promise<string[]> => {
    const { stdout } = await command(world, ['explain', asked, '--month', '2026-08']);
    return [...new Set(stdout.match(/\| (first|second),/g) ?? [])];
  };

  it('is quoted as it was closed, by the hash that the manifest names', async () => {
    expect(await jobsOf(`${log}:2`)).toEqual(['| first,']);
    expect(await jobsOf(`${log}:3`)).toEqual(['| second,']);
  });

  it('is quoted so by the end of its name too', async () => {
    expect(await jobsOf('2026-08.csv:2')).toEqual(['| first,']);
  });
});
