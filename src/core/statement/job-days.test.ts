import { describe, expect, it } from 'vitest';
import { MONTH_RECORD } from '../../../test/judging/record-by-hand.ts';
import { checkJobDays, statementDays } from './job-days.ts';

const { statement } = MONTH_RECORD;

/** The 3 jobs of 40 Spark: 20 + 10 on the fifth, 10 on the sixth. */
const FIFTH = { day: '2026-08-05', jobs: 2, renderSpark: '30.000000' };
const SIXTH = { day: '2026-08-06', jobs: 1, renderSpark: '10.000000' };

describe('statementDays', () => {
  it('says the sums of the log in order', () => {
    const of = (day: string, jobs: number, points: bigint) => ({
      wallet: '0xa',
      jobId: '',
      model: '',
      day,
      jobs,
      points,
    });
    expect(statementDays([of('2026-08-06', 1, 10_000_000n), of('2026-08-05', 2, 30_000_000n)])).toEqual([FIFTH, SIXTH]);
  });
});

describe('checkJobDays', () => {
  it('takes the days of the statement, and of its list', () => {
    const list = [
      { jobId: 'job-1', day: '2026-08-06', model: 'wan', renderSpark: '10.000000' },
      { jobId: 'job-2', day: '2026-08-05', model: 'wan', renderSpark: '20.000000' },
      { jobId: 'job-3', day: '2026-08-05', model: 'flux', renderSpark: '10.000000' },
    ];
    expect(checkJobDays([FIFTH, SIXTH], statement, list)).toEqual([]);
    // The same sums on other days are not those of the list.
    const moved = [{ ...FIFTH, day: '2026-08-04' }, SIXTH];
    expect(checkJobDays(moved, statement)).toEqual([]);
    expect(checkJobDays(moved, statement, list)).toEqual(['its days are not those of its jobs']);
  });

  it('names what is not the statement’s', () => {
    expect(checkJobDays([SIXTH, FIFTH], statement)).toEqual(['the days are out of order']);
    expect(checkJobDays([{ ...FIFTH, day: '2026-07-31' }, SIXTH], statement)).toEqual(['a day is of another month']);
    const twice = { ...FIFTH, jobs: 1, renderSpark: '15.000000' };
    expect(checkJobDays([twice, twice, SIXTH], statement)).toEqual(['the days are out of order']);
    expect(checkJobDays([FIFTH], statement)).toEqual([
      'its days come to 2 jobs with 30.000000 Spark, its models to 3 jobs with 40.000000 Spark',
    ]);
    expect(checkJobDays([FIFTH, { ...SIXTH, renderSpark: '10.000001' }], statement)).toHaveLength(1);
  });
});
