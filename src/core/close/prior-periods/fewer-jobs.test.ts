import { describe, expect, it } from 'vitest';
import { month } from '../../../../test/worlds/charges.ts';
import { fewerJobsOf, fewerJobsWarnings } from './fewer-jobs.ts';

const [AUGUST, SEPTEMBER] = [month('2026-08'), month('2026-09')];
const of = (wallet: string, jobs: number, points: bigint) => ({ wallet, jobs, points });

describe('jobs that a final month credited and that are gone (R16)', () => {
  it('are those of a wallet that has less now, or nothing', () => {
    const credited = [of('0xa', 3, 9_000_000n), of('0xb', 1, 4_000_000n), of('0xc', 2, 5_000_000n)];
    const now = [of('0xa', 2, 7_500_000n), of('0xc', 2, 5_000_000n), of('0xd', 1, 1_000_000n)];
    // 9.0 - 7.5 of three jobs and two; all of the second wallet; the third is as it was, the fourth comes late.
    expect(fewerJobsOf(AUGUST, now, credited)).toEqual([
      { month: AUGUST, ...of('0xa', 1, 1_500_000n), seen: { jobs: 2, points: 7_500_000n } },
      { month: AUGUST, ...of('0xb', 1, 4_000_000n), seen: { jobs: 0, points: 0n } },
    ]);
  });

  it('may be jobs of 0 Spark, and fewer Spark of more jobs; more Spark are none', () => {
    const credited = [of('0xa', 2, 1n)];
    const gone = (jobs: number, points: bigint) => fewerJobsOf(AUGUST, [of('0xa', jobs, points)], credited);
    expect(gone(1, 1n)).toMatchObject([{ jobs: 1, points: 0n }]);
    expect(gone(3, 0n)).toMatchObject([{ jobs: 0, points: 1n }]);
    expect([gone(2, 1n), gone(1, 2n), gone(3, 1n)]).toEqual([[], [], []]);
  });

  it('are a warning a month, with jobs, Spark and wallets', () => {
    const each = { seen: { jobs: 0, points: 0n } };
    const fewer = [
      { month: AUGUST, ...of('0xa', 1, 1_500_000n), ...each },
      { month: AUGUST, ...of('0xb', 2, 4_000_000n), ...each },
      { month: SEPTEMBER, ...of('0xa', 1, 0n), ...each },
    ];
    expect(fewerJobsWarnings(fewer).map(({ code, subject, what }) => `${code} ${subject}: ${what}`)).toEqual([
      'fewer-jobs 2026-08: 2026-08 credited 3 job(s), 5.500000 Spark more than its jobs say now, to 2 wallet(s)',
      'fewer-jobs 2026-09: 2026-09 credited 1 job(s), 0.000000 Spark more than its jobs say now, to 1 wallet(s)',
    ]);
    // It is about no store, no amount and no line of a file.
    expect(fewerJobsWarnings(fewer)[0]).toMatchObject({ provider: '', amount: null, source: null });
    expect(fewerJobsWarnings([])).toEqual([]);
  });
});
