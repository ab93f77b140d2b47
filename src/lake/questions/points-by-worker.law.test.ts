import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times } from '../../../test/running/long-form.ts';
import {
  csvOf,
  freshDirectory,
  type JobFields,
  jobFields,
  logFile,
  SUBSCRIBER,
  WORKER,
} from '../../../test/worlds/job-logs.ts';
import { lookAt, OCTOBER, OTHER_WORKER, POLICY, SEPTEMBER } from '../../../test/worlds/usage-of-logs.ts';
import { CATEGORIES, type Category } from '../../core/usage/categories.ts';
import { categoryTotals } from '../../core/usage/category-totals.ts';
import type { OwnWork } from '../../core/usage/month-work.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { queryUsageAndWork } from './points-query.ts';

/** October of one log, or of several. */
async function workOf(...logs: readonly (readonly JobFields[])[]) {
  const directory = freshDirectory();
  const files: JobLogFile[] = [];
  for (const [at, jobs] of logs.entries()) files.push(await logFile(csvOf(jobs), 'csv', `sha-${at}`, { directory }));
  const query = {
    files,
    months: [SEPTEMBER, OCTOBER],
    policy: POLICY,
    derived: openDerivedFiles(directory, directory),
    tempDir: directory,
    threads: 1,
  };
  const { usages, work } = await queryUsageAndWork(query, lookAt(OCTOBER));
  const [, usage] = usages;
  if (usage === undefined) throw new Error('no month');
  return { usage, work };
}

/** Jobs and points of a list, by a key. */
function sums<Row extends { jobs: number; points: bigint }>(rows: readonly Row[], keyOf: (row: Row) => string) {
  const found = new Map<string, { jobs: number; points: bigint }>();
  for (const row of rows) {
    const before = found.get(keyOf(row)) ?? { jobs: 0, points: 0n };
    found.set(keyOf(row), { jobs: before.jobs + row.jobs, points: before.points + row.points });
  }
  return found;
}

/** Points of one category alone. */
const only = (category: Category, points: bigint) => ({
  byCategory: { image: 0n, video: 0n, music: 0n, llm: 0n, other: 0n, [category]: points },
});

/** What the usual patterns make of the models below, written down by hand. */
const MADE_BY: Readonly<Record<string, Category>> = {
  flux: 'image',
  'wan-2.2': 'video',
  'qwen3.6': 'llm',
  krypton: 'other',
};

describe('the jobs of a month by wallet', () => {
  it('tells workers apart by NFT on the fast network alone, in any letter case', async () => {
    const { work } = await workOf([
      jobFields({ job_id: 'a', worker_type: 'fast', worker_nft_id: '7', render_spark: '1' }),
      jobFields({ job_id: 'b', worker_type: 'Fast', worker_nft_id: '7', render_spark: '2' }),
      jobFields({ job_id: 'c', worker_type: 'fast', worker_nft_id: '8', render_spark: '4' }),
      jobFields({ job_id: 'd', worker_type: 'mac', worker_nft_id: '9', render_spark: '8' }),
      jobFields({ job_id: 'e', worker_type: 'mac', worker_nft_id: '', render_spark: '16' }),
      jobFields({ job_id: 'f', worker_type: '', worker_nft_id: '', render_spark: '32', model_id: 'other' }),
      jobFields({ job_id: 'g', worker_type: 'fast', worker_nft_id: '7', payment_model: 'sogni', render_spark: '64' }),
      jobFields({ job_id: 'h', completed_at: '2026-09-30T23:59:59Z', worker_type: 'fast', worker_nft_id: '7' }),
      jobFields({ job_id: 'i', status: 'failed', completed_at: '', render_spark: '0.5' }),
    ]);
    const expected: OwnWork = {
      workers: [
        { wallet: WORKER, network: '', nft: '', jobs: 1, points: 32_000_000n, ...only('other', 32_000_000n) },
        { wallet: WORKER, network: 'fast', nft: '7', jobs: 2, points: 3_000_000n, ...only('image', 3_000_000n) },
        { wallet: WORKER, network: 'fast', nft: '8', jobs: 1, points: 4_000_000n, ...only('image', 4_000_000n) },
        { wallet: WORKER, network: 'mac', nft: '', jobs: 2, points: 24_000_000n, ...only('image', 24_000_000n) },
      ],
      models: [
        { wallet: WORKER, model: 'flux', category: 'image', jobs: 5, points: 31_000_000n },
        { wallet: WORKER, model: 'other', category: 'other', jobs: 1, points: 32_000_000n },
      ],
      excluded: [
        { wallet: WORKER, reason: 'not-completed', jobs: 1, points: 500_000n },
        { wallet: WORKER, reason: 'not-subscription', jobs: 1, points: 64_000_000n },
      ],
    };
    expect(work).toEqual(expected);
  });

  it('takes of copies that name different workers the last by network and NFT, whichever file comes first', async () => {
    const copies = ['', '9', '10'].map((worker_nft_id) => jobFields({ worker_type: 'fast', worker_nft_id }));
    const silent = jobFields();
    for (const logs of [
      [[...copies, silent]],
      [[silent], copies],
      [copies.toReversed(), [silent]],
      copies.map((job) => [job]),
      copies.toReversed().map((job) => [job]),
    ]) {
      const { work } = await workOf(...logs);
      const [points, byCategory] = [1_500_000n, only('image', 1_500_000n)];
      expect(work.workers).toEqual([{ wallet: WORKER, network: 'fast', nft: '9', jobs: 1, points, ...byCategory }]);
    }
  });

  it('sums to each wallet’s points, and over wallets to each reason', async () => {
    const pick = (...values: string[]) => fc.constantFrom(...values);
    const anyJob = fc.record({
      job_id: pick('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      completed_at: pick('2026-09-30T23:59:59.999Z', '2026-10-01T00:00:00.000Z', '2026-10-20T00:00:00.000Z'),
      status: pick('completed', 'completed', 'failed'),
      payment_model: pick('subscription', 'subscription', 'sogni'),
      trialing: pick('true', 'false'),
      worker_wallet: pick(WORKER, OTHER_WORKER, WORKER.replaceAll('a', 'A')),
      worker_type: pick('fast', 'mac', 'relaxed', ''),
      worker_nft_id: pick('', '1', '2'),
      subscriber_wallet: pick(SUBSCRIBER, SUBSCRIBER, OTHER_WORKER, ''),
      model_id: pick('flux', 'Flux', 'WAN-2.2', 'qwen3.6', 'krypton', 'seedance-2'),
      render_spark: pick('0', '0.000001', '1.5', '123.456789'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyJob, { minLength: 1, maxLength: 14 }), async (jobs) => {
        const { usage, work } = await workOf(jobs);
        const wallets = sums(usage.wallets, ({ wallet }) => wallet);
        expect(sums(work.workers, ({ wallet }) => wallet)).toEqual(wallets);
        expect(sums(work.models, ({ wallet }) => wallet)).toEqual(wallets);
        expect(sums(work.excluded, ({ reason }) => reason)).toEqual(sums(usage.excluded, ({ reason }) => reason));
        for (const { model, category } of work.models) expect(category).toBe(MADE_BY[model]);
        // The Spark of each category: once over the models, once over the workers, which sum to their own.
        for (const category of CATEGORIES) {
          const ofModels = work.models.filter((each) => each.category === category);
          const ofWorkers = work.workers.reduce((all, each) => all + (each.byCategory?.[category] ?? -1n), 0n);
          expect(ofModels.reduce((all, { points }) => all + points, 0n)).toBe(ofWorkers);
        }
        for (const { points, byCategory } of work.workers) {
          expect(Object.values(byCategory ?? {}).reduce((all, each) => all + each, 0n)).toBe(points);
        }
        const totals = categoryTotals(work);
        expect(totals.reduce((all, { jobs: count }) => all + count, 0)).toBe(
          usage.wallets.reduce((all, each) => all + each.jobs, 0),
        );
        const keys = work.workers.map(({ wallet, network, nft }) => `${wallet} ${network} ${nft}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(work.workers.every(({ network, nft }) => nft === '' || network === 'fast')).toBe(true);
      }),
      { numRuns: times(12, 60) },
    );
  }, 300_000);
});
