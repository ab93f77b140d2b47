import { describe, expect, it } from 'vitest';
import { csvOf, freshDirectory, importText, jobFields } from '../../test/job-logs.ts';
import { OCTOBER, SEPTEMBER } from '../../test/usage-of-logs.ts';
import { monthsOfJobs } from './months-of-jobs.ts';

async function monthsOf(jobIds: readonly string[]): Promise<Map<string, Set<number>>> {
  const directory = freshDirectory();
  const jobs = [
    jobFields({ job_id: 'one' }),
    jobFields({ job_id: "it's two", completed_at: '2026-09-30T23:59:59.999Z' }),
    jobFields({ job_id: "it's two", completed_at: '2026-10-01T00:00:00.000Z' }),
    jobFields({ job_id: 'failed', status: 'failed' }),
  ];
  const { targetPath } = await importText(csvOf(jobs), 'csv', { directory });
  return monthsOfJobs({ files: [{ path: targetPath, sha256: 'sha-0' }], jobIds, tempDir: directory });
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
    expect(await monthsOfJobs({ files: [], jobIds: ['one'], tempDir: freshDirectory() })).toEqual(new Map());
  });
});
