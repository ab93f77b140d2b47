import { join } from 'node:path';
import { expect, it } from 'vitest';
import { csvOf, freshDirectory, jobFields, logFile } from '../../../test/worlds/job-logs.ts';
import { OCTOBER } from '../../../test/worlds/usage-of-logs.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import { jobLogCoverage } from './job-gaps.ts';

async function coverageOf(logs: readonly (readonly string[])[]) {
  const directory = freshDirectory();
  const files = [];
  for (const [at, times] of logs.entries()) {
    const jobs = times.map((completed_at, row) => jobFields({ job_id: `j${at}-${row}`, completed_at }));
    files.push(await logFile(csvOf(jobs), 'csv', `sha-${at}`, { directory }));
  }
  return jobLogCoverage({
    files,
    month: OCTOBER,
    derived: openDerivedFiles(join(directory, 'derived'), directory),
    tempDir: join(directory, 'temp'),
    threads: 1,
  });
}

const gap = (from: string, until: string) => ({ fromMs: Date.parse(from), untilMs: Date.parse(until) });

it('finds the stretches without a row over all files, from the beginning of the month to its end', async () => {
  const covered = await coverageOf([
    ['2026-09-30T23:59:59.999Z', '2026-10-01T00:30:00Z', '2026-10-20T10:00:00Z'],
    ['2026-10-20T10:59:00Z', '2026-10-20T12:00:00.001Z', '2026-10-31T23:30:00Z', '2026-11-01T00:00:00Z'],
  ]);
  // 00:00 to 00:30, 10:00 to 10:59 and 23:30 to 24:00 are no longer than an hour; 10:59 to 12:00:00.001 is.
  expect(covered.gaps).toEqual([
    gap('2026-10-01T00:30:00Z', '2026-10-20T10:00:00Z'),
    gap('2026-10-20T10:59:00Z', '2026-10-20T12:00:00.001Z'),
    gap('2026-10-20T12:00:00.001Z', '2026-10-31T23:30:00Z'),
  ]);
  expect(covered.rows).toEqual(
    new Map([
      ['sha-0', 3],
      ['sha-1', 4],
    ]),
  );
});

it('knows the month’s edges', async () => {
  const { gaps } = await coverageOf([['2026-10-02T00:00:00Z']]);
  expect(gaps).toEqual([
    gap('2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z'),
    gap('2026-10-02T00:00:00Z', '2026-11-01T00:00:00Z'),
  ]);
});

it('tells a month without rows from one without gaps', async () => {
  expect((await coverageOf([['2026-09-30T00:00:00Z']])).gaps).toBeNull();
  expect((await coverageOf([])).gaps).toBeNull();
  const every = Array.from({ length: 31 * 24 }, (_, hour) => new Date(Date.UTC(2026, 9, 1, hour, 30)).toISOString());
  expect((await coverageOf([every])).gaps).toEqual([]);
});
