import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvOf, freshDirectory, jobFields, logFile } from '../../../test/worlds/job-logs.ts';
import type { ListExtensions } from '../../core/usage/closed-lists.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import { jobDays } from './job-days.ts';

/** What usage-control.csv is held against, of one log for each list of jobs. */
function daysOf(...logs: readonly Record<string, string>[][]): Promise<unknown> {
  return daysBy({ completed: [], notCompleted: [], subscription: [], notSubscription: [] }, logs);
}

async function daysBy(extensions: ListExtensions, logs: readonly Record<string, string>[][]): Promise<unknown> {
  const directory = freshDirectory();
  const files = await Promise.all(
    logs.map((jobs, at) => logFile(csvOf(jobs.map(jobFields)), 'csv', `sha-${at}`, { directory })),
  );
  const tempDir = join(directory, 'temp');
  const span = { fromMs: Date.UTC(2026, 9, 1), beforeMs: Date.UTC(2026, 10, 1) };
  const derived = openDerivedFiles(join(directory, 'kept'), tempDir);
  return jobDays({ files, tempDir, threads: 1, derived, extensions }, span);
}

describe('the days of completed subscription jobs', () => {
  it('count every event of a job, each once', async () => {
    const second = { job_id: 'turn', event_id: 'round-2', render_spark: '2' };
    const days = await daysOf(
      [{ job_id: 'turn', event_id: 'round-1' }, second, { job_id: 'alone', render_spark: '0.25' }],
      [second],
    );
    // 1.5 and 2 of two rounds, 0.25 of the job without events; the second round's copy is none.
    expect(days).toEqual([{ day: '2026-10-05', jobs: 3, points: 3_750_000n }]);
  });

  it('take an event id for no job id', async () => {
    expect(await daysOf([{ job_id: 'x' }, { job_id: 'y', event_id: 'x' }])).toEqual([
      { day: '2026-10-05', jobs: 2, points: 3_000_000n },
    ]);
  });

  it('take of copies that differ the earliest, and of these the one of least Spark', async () => {
    const at = { completed_at: '2026-10-04T12:00:00Z' };
    const days = await daysOf([{}, { ...at, render_spark: '3' }], [{ ...at, render_spark: '2' }, { job_id: 'other' }]);
    expect(days).toEqual([
      { day: '2026-10-04', jobs: 1, points: 2_000_000n },
      { day: '2026-10-05', jobs: 1, points: 1_500_000n },
    ]);
  });

  it('are of the statuses and payment models that revshare.yaml calls so too', async () => {
    const logs = [[{}, { job_id: 'b', status: 'done' }, { job_id: 'c', payment_model: 'plan', render_spark: '2' }]];
    const extensions = { completed: ['done'], notCompleted: [], subscription: ['plan'], notSubscription: [] };
    // 1.5 of the job that the network's own lists know, 1.5 and 2 of the others.
    expect(await daysBy(extensions, logs)).toEqual([{ day: '2026-10-05', jobs: 3, points: 5_000_000n }]);
    expect(await daysOf(...logs)).toEqual([{ day: '2026-10-05', jobs: 1, points: 1_500_000n }]);
  });
});
