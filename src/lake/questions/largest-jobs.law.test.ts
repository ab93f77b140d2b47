import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  csvOf,
  freshDirectory,
  type JobFields,
  jobFields,
  jsonlOf,
  logFile,
  SUBSCRIBER,
  WORKER,
} from '../../../test/worlds/job-logs.ts';
import { lookAt, OCTOBER, OTHER_WORKER, POLICY } from '../../../test/worlds/usage-of-logs.ts';
import type { AskedJob } from '../../core/usage/asked-job.ts';
import type { JobExclusionReason } from '../../core/usage/exclusion-rules.ts';
import { JOBS_PER_WALLET, type LargestJob } from '../../core/usage/largest-jobs.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import { askedJobs } from './asked-jobs.ts';
import { queryUsageAndWork } from './points-query.ts';

/** October's largest jobs of a CSV log and a log of JSON lines, and what every row of the wallets became. */
async function largestOf(csv: readonly JobFields[], jsonl: readonly JobFields[]) {
  const directory = freshDirectory();
  const files = [
    await logFile(csvOf(csv), 'csv', 'sha-0', { directory }),
    await logFile(jsonlOf(jsonl, false), 'jsonl', 'sha-1', { directory }),
  ];
  const reading = {
    files,
    policy: POLICY,
    derived: openDerivedFiles(directory, directory),
    tempDir: directory,
    threads: 1,
  };
  const { largest } = await queryUsageAndWork({ ...reading, months: [OCTOBER] }, lookAt(OCTOBER));
  const asked = async (wallet: string): Promise<LargestJob[]> => {
    const jobs = await askedJobs({ ...reading, asked: { by: 'wallet', wallet, month: OCTOBER } });
    // They come by input and line: a stable sort by points leaves equal ones so.
    return jobs
      .filter(({ reason }) => reason === null)
      .sort((a, b) => (a.points > b.points ? -1 : a.points < b.points ? 1 : 0))
      .slice(0, JOBS_PER_WALLET)
      .map(({ jobId, model, points, source }) => ({ wallet, jobId, model, points, source }));
  };
  const rowsOf = async (wallet: string) => askedJobs({ ...reading, asked: { by: 'wallet', wallet, month: OCTOBER } });
  const leftOut = async (reason: JobExclusionReason, most: number) =>
    askedJobs({ ...reading, asked: { by: 'reason', reason, month: OCTOBER, most } });
  return { largest, asked, rowsOf, leftOut };
}

describe('the largest jobs of wallets', () => {
  it('are named with their lines, most points first', async () => {
    const { largest } = await largestOf(
      [jobFields({ job_id: 'a', render_spark: '2' }), jobFields({ job_id: 'b', status: 'failed', render_spark: '9' })],
      [jobFields({ job_id: 'c', render_spark: '5' }), jobFields({ job_id: 'd', render_spark: '2', model_id: 'FLUX' })],
    );
    const job = { wallet: WORKER, model: 'flux' };
    // The header of a CSV is line 1; JSON lines have none.
    expect(largest).toEqual([
      { ...job, jobId: 'c', points: 5_000_000n, source: { input: 'sha-1', line: 1 } },
      { ...job, jobId: 'a', points: 2_000_000n, source: { input: 'sha-0', line: 2 } },
      { ...job, jobId: 'd', points: 2_000_000n, source: { input: 'sha-1', line: 2 } },
    ]);
  });

  it('are found below rows of more points that are not credited, and beside small ones that were examined together', async () => {
    const own = Array.from({ length: 60 }, (_, at) =>
      jobFields({ job_id: `own-${at}`, subscriber_wallet: WORKER, render_spark: `${100 + at}` }),
    );
    // Eleven jobs of 1 to 11 Spark, each twice: so many that with three others there would be enough.
    const twice = Array.from({ length: 11 }, (_, at) =>
      jobFields({ job_id: `twice-${at}`, render_spark: `${at + 1}` }),
    );
    const alone = ['5.5', '6.5', '0.5'].map((spark) => jobFields({ job_id: `alone-${spark}`, render_spark: spark }));
    const { largest } = await largestOf([...own, ...twice], [...twice, ...alone]);
    // 11 10 9 8 7 6.5 6 5.5 5 4 3 2: twelve of the fourteen, without 1 and 0.5.
    const points = [11, 10, 9, 8, 7, 6.5, 6, 5.5, 5, 4, 3, 2].map((spark) => BigInt(spark * 1_000_000));
    expect(largest.map((job) => job.points)).toEqual(points);
    expect(largest[5]).toMatchObject({ jobId: 'alone-6.5', source: { input: 'sha-1', line: 13 } });
  });

  it('are those that a question about the wallet finds, repeated rows and two logs included', async () => {
    const pick = (...values: string[]) => fc.constantFrom(...values);
    const anyJob = fc.record({
      job_id: pick(...'abcdefghijklmnopqrst'),
      completed_at: pick('2026-09-30T23:59:59.999Z', '2026-10-01T00:00:00.000Z', '2026-10-20T00:00:00.000Z'),
      status: pick('completed', 'completed', 'completed', 'failed'),
      payment_model: pick('subscription', 'subscription', 'sogni'),
      trialing: pick('true', 'false'),
      worker_wallet: pick(WORKER, WORKER, OTHER_WORKER, WORKER.replaceAll('a', 'A')),
      worker_type: pick('fast', ''),
      worker_nft_id: pick('', '1'),
      subscriber_wallet: pick(SUBSCRIBER, SUBSCRIBER, OTHER_WORKER, ''),
      model_id: pick('flux', 'Flux', 'WAN-2.2', 'seedance-2'),
      render_spark: pick('0', '0.000001', '1.5', '1.5', '123.456789'),
    });
    const jobs = fc.array(anyJob, { minLength: 1, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(jobs, jobs, fc.integer({ min: 0, max: 90 }), async (anyCsv, jsonl, selfMatched) => {
        // As many rows of more points, that are not credited, as it takes to look for the others a second time.
        const own = Array.from({ length: selfMatched }, (_, at) =>
          jobFields({ job_id: `own-${at}`, subscriber_wallet: WORKER, render_spark: '200' }),
        );
        const csv = [...anyCsv, ...own];
        const { largest, asked, rowsOf, leftOut } = await largestOf(csv, jsonl);
        const expected = [...(await asked(WORKER)), ...(await asked(OTHER_WORKER))];
        expect(largest.toSorted(byWallet)).toEqual(expected.sort(byWallet));
        // What a reason left out: the first rows of it, by input and line, as the wallets' own rows have them.
        const rows = [...(await rowsOf(WORKER)), ...(await rowsOf(OTHER_WORKER))].sort(byPlace);
        const [reason] = rows.flatMap((row) => row.reason ?? []);
        if (reason !== undefined)
          expect(await leftOut(reason, 3)).toEqual(rows.filter((row) => row.reason === reason).slice(0, 3));
      }),
      { numRuns: 4 },
    );
  }, 300_000);
});

function byWallet(one: LargestJob, other: LargestJob): number {
  return one.wallet < other.wallet ? -1 : one.wallet > other.wallet ? 1 : 0;
}

function byPlace({ source: one }: AskedJob, { source: other }: AskedJob): number {
  return one.input < other.input ? -1 : one.input > other.input ? 1 : one.line - other.line;
}
