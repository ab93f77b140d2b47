import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvOf, freshDirectory, jobFields, logFile } from '../../../test/worlds/job-logs.ts';
import { OCTOBER, SEPTEMBER } from '../../../test/worlds/usage-of-logs.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import { monthsOfJobs } from './months-of-jobs.ts';

async function monthsOf(jobIds: readonly string[]): Promise<Map<string, Set<number>>> {
  const directory = freshDirectory();
  const jobs = [
    jobFields({ job_id: 'one' }),
    jobFields({ job_id: "it's two", completed_at: '2026-09-30T23:59:59.999Z' }),
    jobFields({ job_id: "it's two", completed_at: '2026-10-01T00:00:00.000Z' }),
    jobFields({ job_id: 'failed', status: 'failed' }),
  ];
  const file = await logFile(csvOf(jobs), 'csv', 'sha-0', { directory });
  return monthsOfJobs({
    files: [file],
    jobIds,
    tempDir: directory,
    derived: openDerivedFiles(join(directory, 'derived'), directory),
  });
}

describe('the months in which jobs fall', () => {
  it('are those of their completed rows', async () => {
    expect(await monthsOf(['one', "it's two", 'failed', 'unknown'])).toEqual(
      new Map([
        ['one', new Set([OCTOBER])],
        ["it's two", new Set([SEPTEMBER, OCTOBER])],
      ]),
    );
  });

  it('need no log when nothing is asked', async () => {
    expect(await monthsOf([])).toEqual(new Map());
    expect(
      await monthsOfJobs({
        files: [],
        jobIds: ['one'],
        tempDir: freshDirectory(),
        derived: openDerivedFiles(freshDirectory(), freshDirectory()),
      }),
    ).toEqual(new Map());
  });
});
