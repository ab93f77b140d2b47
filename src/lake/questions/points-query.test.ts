import { describe, expect, it } from 'vitest';
import { type JobFields, jobFields, WORKER } from '../../../test/worlds/job-logs.ts';
import { excludedOf, OCTOBER, OTHER_WORKER, october, SEPTEMBER, usageOf } from '../../../test/worlds/usage-of-logs.ts';
import { formatMonth, monthOf } from '../../core/month/month.ts';
import { NO_EXTENSIONS } from '../../core/usage/closed-lists.ts';

describe('queryUsage', () => {
  it('credits exactly, per wallet and in wallet order', async () => {
    // 100,000 x 0.123456 = 12345.6; a sum in doubles would be off in the last places.
    const many = Array.from({ length: 100_000 }, (_, at) => jobFields({ job_id: `j${at}`, render_spark: '0.123456' }));
    const big = ['999999999999.999999', '999999999999.999999', '0.000003'].map((spark, at) =>
      jobFields({ job_id: `b${at}`, worker_wallet: OTHER_WORKER, render_spark: spark }),
    );
    const usage = await october([...big, ...many]);
    expect(usage.wallets).toEqual([
      { wallet: WORKER, jobs: 100_000, points: 12_345_600_000n },
      { wallet: OTHER_WORKER, jobs: 3, points: 2_000_000_000_000_000_001n },
    ]);
    expect(usage).toMatchObject({ month: OCTOBER, rows: 100_003, excluded: [], findings: [] });
  });

  it('cuts months at half-open UTC instants, and answers in the order asked', async () => {
    const at = (job_id: string, completed_at: string) => jobFields({ job_id, completed_at });
    const jobs = [
      at('a', '2026-09-30T23:59:59.999999Z'),
      at('b', '2026-10-01T00:00:00Z'),
      at('c', '2026-10-31T23:59:59.999Z'),
      at('d', '2026-10-31T23:30:00-01:00'),
      at('e', '2026-11-01T00:30:00+01:00'),
    ];
    const usages = await usageOf([{ jobs }], [monthOf(2026, 11), OCTOBER, SEPTEMBER, monthOf(2027, 1)]);
    expect(usages.map((usage) => [formatMonth(usage.month), usage.rows])).toEqual([
      ['2026-11', 1],
      ['2026-10', 3],
      ['2026-09', 1],
      ['2027-01', 0],
    ]);
  });

  it('counts rows without an instant in the month of their file’s last completed row', async () => {
    const failed = jobFields({ job_id: 'f', status: 'failed', completed_at: '', render_spark: '0.5' });
    const done = jobFields({ completed_at: '2026-09-30T00:00:00Z' });
    const later = jobFields({ job_id: 'l', status: 'failed', completed_at: '2026-10-30T00:00:00Z' });
    const usages = await usageOf([{ jobs: [failed, done, later] }, { jobs: [failed] }], [SEPTEMBER, OCTOBER]);
    expect(usages.map((usage) => usage.rows)).toEqual([2, 1]);
    expect(excludedOf(usages[0])).toEqual([['not-completed', 1, 500_000n]]);
  });

  it('finds the copies in a log that several threads read', async () => {
    // Five jobs stand again at the end, each with what it had: of 150,005 rows 150,000 count, 1.5 Spark each.
    const once = Array.from({ length: 150_000 }, (_, at) =>
      jobFields({
        job_id: `job-${at}`,
        worker_account: 'one',
        subscriber_account: 'other',
        worker_wallet: walletOf(at),
      }),
    );
    const again = [7, 30_000, 75_001, 120_000, 149_999].map((at) => once[at] ?? jobFields());
    const [usage] = await usageOf([{ jobs: [...once, ...again] }], [OCTOBER], {}, 4);
    expect(usage?.wallets).toEqual([
      { wallet: WORKER, jobs: 75_000, points: 112_500_000_000n },
      { wallet: OTHER_WORKER, jobs: 75_000, points: 112_500_000_000n },
    ]);
    expect(excludedOf(usage)).toEqual([['duplicate', 5, 7_500_000n]]);
  });

  it('is empty without files', async () => {
    expect(await usageOf([], [OCTOBER])).toEqual([
      { month: OCTOBER, rows: 0, wallets: [], excluded: [], trialing: { jobs: 0, points: 0n }, findings: [] },
    ]);
  });

  it('tells apart what paid the jobs that are paid elsewhere, whatever list has it', async () => {
    const paid = (job_id: string, payment_model: string, render_spark: string): JobFields =>
      jobFields({ job_id, payment_model, render_spark });
    const jobs = [
      ...[paid('a', 'sogni', '1'), paid('b', 'SOGNI ', '2'), paid('c', 'paid_spark', '4'), paid('d', 'gift', '8')],
      ...[paid('e', 'free_spark', '16'), paid('e', 'free_spark', '16'), paid('f', 'subscription', '32')],
    ];
    const extensions = { ...NO_EXTENSIONS, notSubscription: ['gift'] };
    const { excluded } = await october(jobs, { extensions });
    expect(excluded.find(({ reason }) => reason === 'not-subscription')).toEqual({
      ...{ reason: 'not-subscription', jobs: 5, points: 31_000_000n },
      paidBy: [
        { paymentModel: 'free_spark', jobs: 1, points: 16_000_000n },
        { paymentModel: 'gift', jobs: 1, points: 8_000_000n },
        { paymentModel: 'paid_spark', jobs: 1, points: 4_000_000n },
        { paymentModel: 'sogni', jobs: 2, points: 3_000_000n },
      ],
    });
  });

  it('shows the jobs of trialing subscribers within what is credited, or left out', async () => {
    const jobs = [
      jobFields({ trialing: 'true' }),
      jobFields({ job_id: 'b' }),
      jobFields({ job_id: 'c', trialing: 'true', payment_model: 'sogni' }),
    ];
    const counted = await october(jobs);
    expect([counted.wallets[0]?.jobs, counted.trialing]).toEqual([2, { jobs: 1, points: 1_500_000n }]);
    const left = await october(jobs, { trialJobs: 'exclude' });
    expect([left.wallets[0]?.jobs, left.trialing]).toEqual([1, { jobs: 1, points: 1_500_000n }]);
    expect(excludedOf(left)).toEqual([
      ['not-subscription', 1, 1_500_000n],
      ['trial', 1, 1_500_000n],
    ]);
  });
});

function walletOf(at: number): string {
  return at % 2 === 0 ? WORKER : OTHER_WORKER;
}
