import { describe, expect, it } from 'vitest';
import { closeWith, gateInput, SEPTEMBER } from '../../../../test/worlds/gate-input.ts';
import { coverageJobLog } from './coverage-job-log.ts';

const gap = (from: string, until: string) => ({ fromMs: Date.parse(from), untilMs: Date.parse(until) });
const DAY = gap('2026-10-05T06:00:00Z', '2026-10-06T06:00:00Z');
const LONGER = gap('2026-10-14T22:10:00Z', '2026-10-17T13:00:00Z');

it('finds stretches that are longer than configured', () => {
  expect(coverageJobLog(gateInput({ jobGaps: [DAY] })).state).toBe('ok');
  expect(coverageJobLog(gateInput({ jobGaps: [DAY, LONGER] }))).toMatchObject({
    state: 'open',
    why: 'no job row for more than 24 hours: 2026-10-14T22:10Z to 2026-10-17T13:00Z',
  });
  expect(coverageJobLog(gateInput({ jobGaps: [DAY, LONGER], jobGapHours: 63 })).state).toBe('ok');
});

it('a month without rows is open', () => {
  expect(coverageJobLog(gateInput({ jobGaps: null }))).toMatchObject({
    state: 'open',
    why: 'no job row falls in 2026-10',
  });
});

it('marks take whole days out of a gap; what is left counts', () => {
  const mark = (from: string, to: string) => ({ provider: 'job-log' as const, from, to });
  // Left: 1:50 before the 15th, and 13 hours of the 17th.
  expect(coverageJobLog(gateInput({ jobGaps: [LONGER], marks: [mark('2026-10-15', '2026-10-16')] })).state).toBe('ok');
  // Left: 1:50 before the 15th, and 37 hours from the 16th on.
  expect(coverageJobLog(gateInput({ jobGaps: [LONGER], marks: [mark('2026-10-15', '2026-10-15')] }))).toMatchObject({
    state: 'open',
    why: expect.stringContaining('2026-10-16T00:00Z to 2026-10-17T13:00Z'),
  });
});

describe('a control file', () => {
  const day = (name: string, jobs: number, spark: bigint) => ({ day: name, jobs, points: spark * 1_000_000n });
  const control = [day('2026-10-01', 2, 30n), day('2026-10-05', 1, 7n), day('2026-10-31', 0, 0n)];

  it('closes the question where jobs and Spark of every day agree, gaps or not', () => {
    const loggedDays = [day('2026-10-01', 2, 30n), day('2026-10-05', 1, 7n)];
    expect(coverageJobLog(gateInput({ jobGaps: [LONGER], jobControl: control, loggedDays }))).toMatchObject({
      state: 'ok',
      why: 'jobs and Spark of every day are as usage-control.csv counts them',
    });
  });

  it('tells every day that differs, in jobs or in Spark, also one that it does not have', () => {
    const loggedDays = [day('2026-10-01', 2, 29n), day('2026-10-06', 1, 7n)];
    expect(coverageJobLog(gateInput({ jobControl: control, loggedDays })).why).toBe(
      [
        '2026-10-01: 2 jobs of 29.000000 Spark in the job log, 2 jobs of 30.000000 Spark by usage-control.csv',
        '2026-10-05: 0 jobs of 0.000000 Spark in the job log, 1 job of 7.000000 Spark by usage-control.csv',
        '2026-10-06: 1 job of 7.000000 Spark in the job log, 0 jobs of 0.000000 Spark by usage-control.csv',
      ].join('; '),
    );
  });

  it('of some days leaves the others to their gaps', () => {
    const part = [day('2026-10-01', 0, 0n), day('2026-10-15', 0, 0n)];
    // Left of the gap: 37 hours from the 16th on.
    const found = coverageJobLog(gateInput({ jobGaps: [LONGER], jobControl: part }));
    expect(found.why).toBe('no job row for more than 24 hours: 2026-10-16T00:00Z to 2026-10-17T13:00Z');
    expect(coverageJobLog(gateInput({ jobControl: part })).why).toMatch(
      /^jobs and Spark of 15 days are as usage-control/,
    );
  });
});

it('asks for the job logs of the open months that the month carries on from', () => {
  const { pool } = closeWith({});
  const earlier = [{ month: SEPTEMBER, pool, usageMissing: true }];
  expect(coverageJobLog(gateInput({ close: { ...closeWith({}), earlier } }))).toMatchObject({
    state: 'open',
    why: 'no job row falls in 2026-09: what 2026-10 carries on is not known',
    remedy: 'Import the job log of 2026-09 (of a job table: add its rows).',
  });
});

it('says what it cannot see without a control', () => {
  expect(coverageJobLog(gateInput()).why).toContain('there is no usage-control.csv for the month');
});

it('tells a day far below the rhythm of the log, unless it is marked', () => {
  const start = Date.parse('2026-10-01T00:00:00Z');
  const jobHours = Array.from({ length: 31 }, (_, at) => ({
    atMs: start + at * 86_400_000,
    rows: at === 13 ? 9 : 100,
  }));
  expect(coverageJobLog(gateInput({ jobHours })).why).toBe(
    'far fewer rows than the log has at such times: 2026-10-14T00:00Z to 2026-10-15T00:00Z',
  );
  const marks = [{ provider: 'job-log' as const, from: '2026-10-14', to: '2026-10-14' }];
  expect(coverageJobLog(gateInput({ jobHours, marks })).state).toBe('ok');
});

it('counts what is left of a gap before a mark, as it does what is left after it', () => {
  const marks = [{ provider: 'job-log' as const, from: '2026-10-16', to: '2026-10-17' }];
  // Left of 14 October 22:10 to 17 October 13:00: 25:50 hours before the 16th.
  expect(coverageJobLog(gateInput({ jobGaps: [LONGER], marks })).why).toBe(
    'no job row for more than 24 hours: 2026-10-14T22:10Z to 2026-10-16T00:00Z',
  );
});

it('tells everything that is wrong with it, and what mends each, once', () => {
  const counted = (day: string, jobs: number) => ({ day, jobs, points: 1_000_000n });
  const earlier = [{ month: SEPTEMBER, pool: closeWith({}).pool, usageMissing: true }];
  // The control speaks of 30 September to 1 October; the log has a job less on both days.
  const jobControl = [counted('2026-09-30', 2), counted('2026-10-01', 2)];
  const loggedDays = [counted('2026-09-30', 1), counted('2026-10-01', 1)];
  const differs = (day: string) =>
    `${day}: 1 job of 1.000000 Spark in the job log, 2 jobs of 1.000000 Spark by usage-control.csv`;
  const input = { jobGaps: [LONGER], jobControl, loggedDays, close: { ...closeWith({}), earlier } };
  expect(coverageJobLog(gateInput(input))).toEqual({
    name: 'coverage-job-log',
    state: 'open',
    why: [
      differs('2026-10-01'),
      'no job row for more than 24 hours: 2026-10-14T22:10Z to 2026-10-17T13:00Z',
      'no job row falls in 2026-09: what 2026-10 carries on is not known',
      differs('2026-09-30'),
    ].join('; '),
    remedy: [
      'Import the job logs that are missing, or correct usage-control.csv.',
      'Import the job log of these hours (of a job table: add its rows), mark days without jobs in coverage.csv (job-log), or raise close.job_gap_hours.',
      'Import the job log of 2026-09 (of a job table: add its rows).',
    ].join(' '),
  });
});

it('takes a log of another unit for none: more Spark of a wallet than a row may have', () => {
  const close = closeWith({});
  const [own] = close.usage.wallets;
  if (own === undefined) throw new Error('no wallet');
  const withPoints = (points: bigint) =>
    coverageJobLog(gateInput({ close: { ...close, usage: { ...close.usage, wallets: [{ ...own, points }] } } }));
  expect(withPoints(999_999_999_999_999_999n).state).toBe('ok');
  expect(withPoints(1_000_000_000_000_000_000n)).toMatchObject({
    state: 'open',
    why: `more render Spark than books keep of a wallet and month, 999999999999.999999: ${own.wallet} 1000000000000.000000`,
    remedy: expect.stringContaining('Check the unit of render_spark'),
  });
});
