import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MONTH_RECORD } from '../../../test/judging/record-by-hand.ts';
import type { CreditedJobs } from '../usage/credited-jobs.ts';
import { checkJobList, jobList, jobsByDay } from './job-list.ts';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

function credited(jobId: string, day: string, model: string, points: bigint): CreditedJobs {
  return { wallet: '0xa', jobId, day, jobs: 1, model, points };
}

const ROWS = [
  credited('job-2', '2026-08-05', 'wan', 20_000_000n),
  credited('job-1', '2026-08-06', 'wan', 10_000_000n),
  credited('job-3', '2026-08-05', 'flux', 10_000_000n),
];
const JOBS = jobList(ROWS, sha256);

describe('jobList', () => {
  it('lists credited jobs by their ids, under the SHA-256 of their JSON', () => {
    expect(JOBS.list.map(({ jobId, day }) => [jobId, day])).toEqual([
      ['job-1', '2026-08-06'],
      ['job-2', '2026-08-05'],
      ['job-3', '2026-08-05'],
    ]);
    const one = jobList(ROWS.slice(1, 2), sha256);
    expect(one.sha256).toBe(sha256('[{"jobId":"job-1","day":"2026-08-06","model":"wan","renderSpark":"10.000000"}]'));
    expect(jobList([...ROWS].reverse(), sha256)).toEqual(JOBS);
  });

  it('sums them by day of UTC', () => {
    // 20 + 10 on the fifth, 10 on the sixth.
    expect(jobsByDay(JOBS.list)).toEqual([
      { day: '2026-08-05', jobs: 2, renderSpark: '30.000000' },
      { day: '2026-08-06', jobs: 1, renderSpark: '10.000000' },
    ]);
  });
});

describe('checkJobList', () => {
  const { statement } = MONTH_RECORD;
  const differences = (list: (typeof JOBS)['list'], hash = sha256(JSON.stringify(list))): string[] =>
    checkJobList({ list, sha256: hash }, statement, sha256);

  it('takes the list of the statement', () => {
    expect(checkJobList(JOBS, statement, sha256)).toEqual([]);
  });

  it('names what is not the statement’s', () => {
    const [first, second, third] = JOBS.list;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three jobs');
    expect(differences(JOBS.list, 'd'.repeat(64))).toEqual(['the list of jobs has another SHA-256']);
    expect(differences([first, third, second])).toEqual(['the list of jobs is out of order']);
    expect(differences([{ ...first, day: '2026-09-01' }, second, third])).toEqual(['a listed job is of another month']);
    expect(differences([first, second])).toEqual([
      'listed are 0 jobs of flux with 0.000000 Spark, the statement has 1 with 10.000000',
    ]);
    expect(differences([{ ...first, renderSpark: '30.000000' }, third])).toEqual([
      'listed are 1 jobs of wan with 30.000000 Spark, the statement has 2 with 30.000000',
    ]);
    expect(differences([first, { ...second, renderSpark: '20.000001' }, third])).toEqual([
      'listed are 2 jobs of wan with 30.000001 Spark, the statement has 2 with 30.000000',
    ]);
    expect(differences([...JOBS.list, { ...third, jobId: 'job-9', model: 'sd' }])).toEqual([
      'listed are jobs of sd, the statement has none',
    ]);
  });
});
