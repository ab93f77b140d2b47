import { describe, expect, it } from 'vitest';
import { outlined } from '../../../../test/judging/outlined.ts';
import { month, usd } from '../../../../test/worlds/charges.ts';
import { jobOf } from '../../../../test/worlds/explained-october.ts';
import type { Explanation } from '../tree/explanation.ts';
import {
  creditedJob,
  earnedParts,
  jobParts,
  leftOutJob,
  leftOutJobs,
  pointParts,
  type WalletJobs,
} from './wallet-jobs.ts';

const lines = (nodes: readonly Explanation[]): string[] => nodes.flatMap((node) => outlined(node));

/** Two credited rows of 1 and 2 Spark, one left out of 4, and late jobs of September: 3 of 5 Spark. */
const JOBS: WalletJobs = {
  rows: [
    jobOf(2),
    jobOf(3, { reason: 'self-matched', points: usd('4') }),
    jobOf(4, { points: usd('2'), model: 'wan' }),
  ],
  late: [{ wallet: '0xA', originalMonth: month('2026-09'), jobs: 3, points: usd('5') }],
  elsewhere: '',
};
const STATED = { jobs: 5, points: usd('8') };
/** 9.00 for 12 Spark: 0.75 a Spark. */
const VALUE = { distributable: usd('9'), allPoints: usd('12') };

describe('the jobs that a wallet was credited for', () => {
  it('are parts of their number', () => {
    expect(lines(jobParts(JOBS, STATED, 9))).toEqual([
      'job j2: 1 jobs | R11 | flux | eeee:2',
      'job j4: 1 jobs | R11 | wan | eeee:4',
      'late jobs of 2026-09, credited here: 3 jobs | R16 | a person credited them',
    ]);
    expect(lines(jobParts(JOBS, STATED, 1))).toEqual([
      'late jobs of 2026-09, credited here: 3 jobs | R16 | a person credited them',
      '2 more jobs: 2 jobs | --rows N shows more of them',
    ]);
  });

  it('are parts of the points', () => {
    expect(lines(pointParts(JOBS, STATED, 9))).toEqual([
      'job j2: 1.000000 Spark | R11 | flux | eeee:2',
      'job j4: 2.000000 Spark | R11 | wan | eeee:4',
      'late jobs of 2026-09, credited here: 5.000000 Spark | R16 | a person credited them',
    ]);
    expect(lines(pointParts(JOBS, STATED, 0))).toEqual(['3 more jobs: 8.000000 Spark | --rows N shows more of them']);
  });

  it('are parts of what they earned, each by what it adds to the floor', () => {
    // 0.75 a Spark: 1, 2 and 5 are worth 0.75, 1.50 and 3.75.
    expect(lines(earnedParts(JOBS, STATED, VALUE, 9))).toEqual([
      'job j2: 0.750000 USD | 1.000000 Spark | R11 | flux | eeee:2',
      'job j4: 1.500000 USD | 2.000000 Spark | R11 | wan | eeee:4',
      'late jobs of 2026-09, credited here: 3.750000 USD | 5.000000 Spark | R16 | a person credited them',
    ]);
    expect(lines(earnedParts(JOBS, STATED, VALUE, 1))[1]).toBe(
      '2 more jobs: 2.250000 USD | --rows N shows more of them',
    );
    // A millionth for 3 Spark: the floors of 1/3, 2/3 and 3/3 of it are 0, 0 and 1 millionth.
    const rows = [jobOf(2), jobOf(3), jobOf(4)];
    const parts = earnedParts(
      { rows, late: [], elsewhere: '' },
      { jobs: 3, points: usd('3') },
      { distributable: 1n, allPoints: usd('3') },
      9,
    );
    expect(parts.map(({ amount }) => amount?.text)).toEqual(['0.000000', '0.000000', '0.000001']);
  });

  it('name what no row shows: a job without Spark, Spark without a job, and where it is', () => {
    const rows = { rows: [jobOf(2)], late: [], elsewhere: '' };
    expect(lines(jobParts(rows, { jobs: 2, points: usd('1') }, 9))).toEqual([
      'job j2: 1 jobs | R11 | flux | eeee:2',
      'jobs that the logs in force do not show: 1 jobs | R11',
    ]);
    expect(lines(pointParts({ ...rows, elsewhere: 'a table' }, { jobs: 1, points: usd('1.5') }, 9))).toEqual([
      'job j2: 1.000000 Spark | R11 | flux | eeee:2',
      'jobs of a table: 0.500000 Spark | R11',
    ]);
  });

  it('stand where their table gave them', () => {
    const given = { table: 'jobs.done', text: 'j2,flux' };
    expect(
      lines(jobParts({ rows: [jobOf(2, { given })], late: [], elsewhere: '' }, { jobs: 1, points: usd('1') }, 9)),
    ).toEqual(['job j2: 1 jobs | R11 | flux | eeee:2 | jobs.done:0 "j2,flux" ""']);
  });
});

describe('the jobs of a wallet that were left out', () => {
  it('say what each would have been worth: the wallet with it, less the wallet as it is', () => {
    // 8 of 12 Spark are 6.00 of 9.00; 12 of 16 would be 6.75: 0.75 more.
    const expected =
      'job j3 left out: self-matched: 0.000000 USD | it would have been worth 0.750000: floor(9.000000 * 12.000000 / 16.000000) - 6.000000 | R12 | 4.000000 Spark. Subscriber and worker are one wallet or belong to one account. | eeee:3';
    expect(lines(leftOutJobs(JOBS, usd('8'), VALUE, 9))).toEqual([expected]);
    expect(lines(leftOutJobs(JOBS, usd('8'), VALUE, 0))).toEqual(['1 more row left out | --rows N shows more of them']);
  });

  it('are worth all where nobody else has Spark, and without Spark nothing', () => {
    const none = { distributable: usd('9'), allPoints: 0n };
    expect(leftOutJob(jobOf(3, { reason: 'self-matched', points: usd('4') }), 0n, none).formula).toBe(
      'it would have been worth 9.000000: floor(9.000000 * 4.000000 / 4.000000) - 0.000000',
    );
    const job = jobOf(3, { reason: 'not-completed', points: 0n });
    expect(outlined(leftOutJob(job, 0n, none))).toEqual([
      'job j3 left out: not-completed: 0.000000 USD | it would have been worth nothing: nobody has points | R11 | 0.000000 Spark. Its status is not completed: failed, cancelled, timed out, retried or refunded. | eeee:3',
    ]);
  });

  it('stand under the rule of their reason', () => {
    const ruleOf = (reason: 'self-match-untestable' | 'vendor-model') =>
      leftOutJob(jobOf(3, { reason }), 0n, VALUE).rule;
    expect([ruleOf('self-match-untestable'), ruleOf('vendor-model')]).toEqual(['R12', 'R11']);
  });
});

describe('a credited row by itself', () => {
  it('says what its Spark is worth', () => {
    expect(
      outlined(creditedJob(jobOf(2, { points: usd('5') }), { distributable: usd('1'), allPoints: usd('7') })),
    ).toEqual([
      // 5/7 = 0.714285|7
      'job j2 of 0xaAaAaAaaAaAaAaaAaAAAAAAAAaaaAaAaAaaAaaAa, credited: 0.714285 USD | floor(1.000000 * 5.000000 / 7.000000) | R13 | 5.000000 Spark, flux | eeee:2',
    ]);
  });
});
