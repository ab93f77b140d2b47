import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, FORGE, finalize, KILN, smallWorld, writeJobs, writeStripe } from '../worlds/close-world.ts';
import { importFiles, type World } from '../worlds/world.ts';

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

describe('a row of two files of one name, in a month that is not final', () => {
  let world: World;
  const job = (id: string, day: string) => ({ id, at: `2026-08-${day}T10:00:00Z`, worker: KILN, spark: '30.000000' });
  const ask = (asked: string) => command(world, ['explain', asked, '--month', '2026-08', '--inputs', world.inputs]);

  beforeAll(async () => {
    world = smallWorld();
    // Line 2 is the same in both, line 3 is not, and line 4 is in one only.
    writeJobs(world, 'east/jobs.csv', [job('same', '05'), job('east', '06')]);
    writeJobs(world, 'west/jobs.csv', [job('same', '05'), job('west', '07'), job('more', '08')]);
    // Each directory by itself: their files have one name.
    await importFiles(world, [join(world.inputs, 'east')]);
    await importFiles(world, [join(world.inputs, 'west')]);
  });

  it('is asked back with both, and found by the beginning of a hash', async () => {
    const { code, stdout, stderr } = await ask('jobs.csv:3');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/2 inputs are called so: jobs\.csv \(SHA-256 [0-9a-f]{16}\.\.\.\), jobs\.csv \(SHA-256/);
    expect(stderr).toContain('code: nothing-to-explain');
    const [, one = '', other = ''] = /for its name: ([0-9a-f]{16}:3) or ([0-9a-f]{16}:3);/.exec(stderr) ?? [];
    const said = [await ask(one), await ask(other)].map((each) => /\| (east|west),/.exec(each.stdout)?.[1] ?? '');
    expect(said.sort()).toEqual(['east', 'west']);
  });

  it('is explained where both say the same, or only one has it', async () => {
    expect((await ask('jobs.csv:2')).stdout).toContain('| same,');
    expect((await ask('jobs.csv:4')).stdout).toContain('| more,');
    // As the file may be called where it lies.
    expect((await ask('jobs.csv.gz:4')).stdout).toContain('| more,');
    expect((await ask('jobs.csv:9')).stderr).toContain('jobs.csv has nothing in line 9');
  });
});

describe('a job whose log came when its month was final', () => {
  it('is told so, and not sent to the month that does not know it', async () => {
    const world = smallWorld();
    writeStripe(world, 'all', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '240.00', until: '2027-08-03' },
    ]);
    await finalize(world, '2026-08');
    const job = { id: 'late', at: '2026-08-07T10:00:00Z', worker: KILN, spark: '5.000000' };
    writeJobs(world, 'jobs/late.csv', [job]);
    await importFiles(world, [world.inputs]);
    const ask = async (asked: string, month: string) =>
      (await command(world, ['explain', asked, '--month', month, '--inputs', world.inputs])).stdout;
    const open = await ask('late', '2026-09');
    expect(open).toContain('it completed in 2026-08, which was final when its log came');
    expect(open).toContain('R16:');
    // A job of the log that the month was closed with is found there.
    expect(await ask('2026-08-kiln', '2026-09')).toContain('it completed in 2026-08: --month 2026-08');
    expect(await ask('late.csv:2', '2026-09')).toContain('which was final when its log came');
    expect(await ask('late.csv:2', '2026-08')).toContain('2026-08 was computed without this log: ask with --month');
    expect(await ask('exclusions', '2026-08')).toContain('2026-08 left nothing out');
  });
});
