import { describe, expect, it } from 'vitest';
import { jobFields, WORKER } from '../../../test/worlds/job-logs.ts';
import { excludedOf, OCTOBER, OTHER_WORKER, october, SEPTEMBER, usageOf } from '../../../test/worlds/usage-of-logs.ts';
import { monthOf } from '../../core/month/month.ts';

describe('duplicates', () => {
  it('count once across formats, notations and files', async () => {
    const job = jobFields({ render_spark: '1.50', model_id: 'Flux' });
    const same = jobFields({
      completed_at: String(Date.UTC(2026, 9, 5, 12)),
      worker_wallet: WORKER.replaceAll('a', 'A'),
      trialing: '',
      render_spark: '1.5',
      worker_type: 'mac',
    });
    const [usage] = await usageOf(
      [{ jobs: [job] }, { jobs: [same], as: 'jsonl' }, { jobs: [same, job], as: 'nested' }],
      [OCTOBER],
    );
    expect(usage?.wallets).toEqual([{ wallet: WORKER, jobs: 1, points: 1_500_000n }]);
    expect(excludedOf(usage)).toEqual([['duplicate', 3, 4_500_000n]]);
    expect(usage?.findings).toEqual([]);
  });

  it('are not made by rows that did not complete', async () => {
    const usage = await october([jobFields(), jobFields({ status: 'failed', render_spark: '9' })]);
    expect([usage.wallets[0]?.jobs, excludedOf(usage)]).toEqual([1, [['not-completed', 1, 9_000_000n]]]);
  });

  it('keep the copy that shows a self-match', async () => {
    const shown = jobFields({ worker_account: '1', subscriber_account: '1' });
    for (const logs of [
      [jobFields(), shown],
      [shown, jobFields()],
    ]) {
      const [usage] = await usageOf(
        logs.map((job) => ({ jobs: [job] })),
        [OCTOBER],
      );
      expect(excludedOf(usage)).toEqual([
        ['duplicate', 1, 1_500_000n],
        ['self-matched', 1, 1_500_000n],
      ]);
    }
  });

  it.each([
    ['completed_at', '2026-10-05T12:00:00.001Z'],
    ['payment_model', 'sogni'],
    ['trialing', 'true'],
    ['worker_wallet', OTHER_WORKER],
    ['subscriber_wallet', OTHER_WORKER],
    ['subscriber_wallet', ''],
    ['model_id', 'other'],
    ['render_spark', '1.500001'],
  ])('with another %s are a conflict of which none counts', async (column, value) => {
    const usage = await october([jobFields(), jobFields({ [column]: value }), jobFields()]);
    expect(usage.wallets).toEqual([]);
    expect(usage.excluded.map(({ reason, jobs }) => [reason, jobs])).toEqual([['duplicate', 3]]);
    expect(usage.findings).toMatchObject([
      { code: 'job-conflict', jobId: 'job-1', model: '', rows: 3, input: 'sha-0', line: 2 },
    ]);
  });

  it('in conflict across months are told in each month asked', async () => {
    const logs = [
      { jobs: [jobFields({ job_id: 'z' }), jobFields()] },
      { jobs: [jobFields({ completed_at: '2026-09-05T12:00:00Z' })] },
    ];
    const usages = await usageOf(logs, [SEPTEMBER, OCTOBER, monthOf(2026, 8)]);
    const finding = {
      code: 'job-conflict',
      jobId: 'job-1',
      model: '',
      oneCounts: false,
      rows: 2,
      points: 3_000_000n,
      input: 'sha-0',
      line: 3,
    };
    expect(usages.map((usage) => usage.findings)).toEqual([[finding], [finding], []]);
    expect(usages.map(excludedOf)).toEqual([[['duplicate', 1, 1_500_000n]], [['duplicate', 1, 1_500_000n]], []]);
    // The other month decides even when it is not asked for.
    expect((await usageOf(logs, [OCTOBER]))[0]?.findings).toEqual([finding]);
  });

  it('in conflict across months are told also in the month whose copy counts, which leaves nothing out', async () => {
    // Once with an event id in September, once without one in October: the earlier counts, though it has more Spark.
    const logs = [
      { jobs: [jobFields({ event_id: 'e', completed_at: '2026-09-05T12:00:00Z', render_spark: '2' })] },
      { jobs: [jobFields()] },
    ];
    const finding = { code: 'job-conflict', jobId: 'job-1', oneCounts: true, rows: 2, points: 3_500_000n };
    const usages = await usageOf(logs, [SEPTEMBER, OCTOBER, monthOf(2026, 8)]);
    expect(usages.map(excludedOf)).toEqual([[], [['duplicate', 1, 1_500_000n]], []]);
    expect(usages.map(({ findings }) => findings)).toMatchObject([[finding], [finding], []]);
  });

  it('without a subscriber are one content, whether a cell is empty or has the zero address', async () => {
    const nobody = ['', `0x${'0'.repeat(40)}`].map((subscriber_wallet) => jobFields({ subscriber_wallet }));
    for (const jobs of [nobody, [...nobody].reverse()]) {
      const usage = await october(jobs);
      expect(excludedOf(usage)).toEqual([
        ['duplicate', 1, 1_500_000n],
        ['self-match-untestable', 1, 1_500_000n],
      ]);
      expect(usage.findings).toMatchObject([{ code: 'self-match-untestable', jobId: 'job-1', rows: 1 }]);
    }
  });
});

describe('findings', () => {
  it('are cut after a thousand of a code, and the rest is counted', async () => {
    const jobs = Array.from({ length: 1203 }, (_, at) =>
      jobFields({ job_id: `job-${String(at).padStart(5, '0')}`, subscriber_wallet: '' }),
    );
    const usage = await october([...jobs].reverse());
    expect(usage.findings).toHaveLength(1001);
    expect(usage.findings[0]).toEqual({
      code: 'self-match-untestable',
      jobId: 'job-00000',
      model: '',
      oneCounts: false,
      rows: 1,
      points: 1_500_000n,
      input: 'sha-0',
      line: 1204,
    });
    expect(usage.findings[1000]).toEqual({
      code: 'self-match-untestable',
      jobId: '',
      model: '',
      oneCounts: false,
      rows: 203,
      points: 304_500_000n,
      input: 'sha-0',
      line: 2,
    });
  });
});
