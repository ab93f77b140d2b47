import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvOf, freshDirectory, type JobFields, jobFields, jsonlOf, logFile } from '../../../test/worlds/job-logs.ts';
import { lookAt, OCTOBER, POLICY } from '../../../test/worlds/usage-of-logs.ts';
import { NO_EXTENSIONS } from '../../core/usage/closed-lists.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import { queryUsageAndWork } from './points-query.ts';

/** How a log lies in the data directory. */
type As = 'csv' | 'csv of kept rows' | 'jsonl';

/** What is told of refunded jobs: jobs, Spark, the first job, and its log and line. */
async function refundedOf(
  logs: readonly (readonly JobFields[])[],
  { as = 'csv', policy = {} }: { as?: As; policy?: Partial<UsagePolicy> } = {},
) {
  const directory = freshDirectory();
  const files = [];
  for (const [at, jobs] of logs.entries()) {
    const [text, format] = as === 'jsonl' ? ([jsonlOf(jobs), 'jsonl'] as const) : ([csvOf(jobs), 'csv'] as const);
    files.push(await logFile(text, format, `sha-${at}`, { directory, inPlace: as === 'csv' }));
  }
  const derived = openDerivedFiles(join(directory, 'derived'), directory);
  const limits = { derived, tempDir: join(directory, 'temp'), threads: 1 };
  const query = { files, months: [OCTOBER], policy: { ...POLICY, ...policy }, ...limits };
  const { refunded } = await queryUsageAndWork(query, lookAt(OCTOBER));
  return refunded && [refunded.jobs, refunded.points, refunded.jobId, refunded.source?.input, refunded.source?.line];
}

const job = (id: string, fields: JobFields = {}) => jobFields({ job_id: id, ...fields });
const refund = (id: string, fields: JobFields = {}) => job(id, { status: 'refunded', ...fields });

describe('credited jobs that another row says were refunded', () => {
  it.each<As>(['csv', 'csv of kept rows', 'jsonl'])('are told, of a log as %s, across logs', async (as) => {
    // Of four jobs of 1.5 Spark b and d were refunded: 3.0 Spark. b stands in the third line of a CSV, the second of JSON Lines.
    const logs = [
      [job('a'), job('b'), job('c')],
      [refund('d'), job('d'), refund('b', { status: ' Refunded' })],
    ];
    expect(await refundedOf(logs, { as })).toEqual([2, 3_000_000n, 'b', 'sha-0', as === 'jsonl' ? 2 : 3]);
  });

  it('are told whenever they were refunded since: later, in another month, or at no time', async () => {
    const later = [refund('a', { completed_at: '2026-11-03T00:00:00Z' }), refund('b', { completed_at: '' })];
    expect(await refundedOf([[job('a'), job('b')], later])).toEqual([2, 3_000_000n, 'a', 'sha-0', 2]);
  });

  it('are told by the event, where rows have one: its refund, or one of all of the job', async () => {
    // Rounds of 1, 2 and 3 Spark: 2 of f, 6 of the job.
    const rounds = ['e', 'f', 'g'].map((event_id, at) => job('a', { event_id, render_spark: String(at + 1) }));
    expect(await refundedOf([[...rounds, refund('a', { event_id: 'f' })]])).toEqual([1, 2_000_000n, 'a', 'sha-0', 3]);
    expect(await refundedOf([[...rounds, refund('a', { event_id: '' })]])).toEqual([3, 6_000_000n, 'a', 'sha-0', 2]);
  });

  it('are one where a row came twice', async () => {
    expect(await refundedOf([[job('a'), job('a'), refund('a'), refund('a')]])).toEqual([
      1,
      1_500_000n,
      'a',
      'sha-0',
      2,
    ]);
  });

  it('are told by a status of revshare.yaml too that says so', async () => {
    const policy = { extensions: { ...NO_EXTENSIONS, notCompleted: ['jobrefunded', 'parked'] } };
    const rows = [job('a'), job('b'), job('a', { status: 'parked' }), job('b', { status: 'jobRefunded' })];
    expect(await refundedOf([rows], { policy })).toEqual([1, 1_500_000n, 'b', 'sha-0', 3]);
  });

  it.each<[string, JobFields[], Partial<UsagePolicy>?]>([
    ['that nobody refunded', [job('a'), job('b', { status: 'failed' })]],
    ['of another id', [job('a'), refund('b')]],
    ['that failed or were retried before', [job('a', { status: 'failed' }), job('a', { status: 'retried' }), job('a')]],
    ['that were refunded before they completed', [refund('a', { completed_at: '2026-10-05T11:59:59Z' }), job('a')]],
    ['that never completed', [job('a', { status: 'failed' }), refund('a')]],
    ['of another month', [job('a', { completed_at: '2026-09-05T00:00:00Z' }), refund('a'), job('b')]],
    ['that are paid elsewhere', [job('a', { payment_model: 'sogni' }), refund('a')]],
    ['that are left out', [job('a', { trialing: 'true' }), refund('a')], { trialJobs: 'exclude' }],
    ['that are withheld', [job('a'), refund('a')], { withheldJobs: ['a'] }],
  ])('are not told of jobs %s', async (_, jobs, policy = {}) => {
    expect(await refundedOf([jobs], { policy })).toBeNull();
  });
});
