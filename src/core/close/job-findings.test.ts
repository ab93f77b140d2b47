import { describe, expect, it } from 'vitest';
import { month } from '../../../test/worlds/charges.ts';
import type { JobFinding, MonthUsage } from '../usage/month-usage.ts';
import { type Decision, DecisionBook } from './decision.ts';
import { jobFindings, jobFindingsSince } from './job-findings.ts';

const NO_DECISIONS = new DecisionBook([]);

const OCTOBER = month('2026-10');
const PARKED: JobFinding = {
  ...{ code: 'unknown-status', jobId: 'parked', model: '', rows: 2, points: 12_500_000n },
  ...{ input: 'log', line: 7, oneCounts: false },
};

const TWO_PARKED = 'parked 2 row(s), 12.500000 Spark';

const usageOf = (rows: number, findings: readonly JobFinding[]): MonthUsage =>
  ({ month: OCTOBER, rows, findings }) as unknown as MonthUsage;

/** Of October, by a person; what a final month has used names that month. */
function decisionOn(subject: string, finalMonth: string | null): Decision {
  const said = { code: 'unknown-status', decision: 'leave-out', note: 'test', by: 'ada' } as const;
  return { ...said, subject, month: OCTOBER, at: '2026-11-05T00:00:00.000Z', finalMonth };
}

describe('jobFindings', () => {
  it('takes a month without a row for one whose usage is unknown', () => {
    expect(jobFindings(undefined, NO_DECISIONS)).toEqual([]);
    expect(jobFindings(usageOf(0, []), NO_DECISIONS)).toMatchObject([
      { code: 'usage-missing', subject: '2026-10', source: null },
    ]);
    expect(jobFindings(usageOf(1, []), NO_DECISIONS)).toEqual([]);
  });

  it('says rows and Spark, and the model where there is one', () => {
    expect(jobFindings(usageOf(9, [PARKED]), NO_DECISIONS)).toEqual([
      {
        ...{ code: 'unknown-status', subject: TWO_PARKED, month: OCTOBER, source: { input: 'log', line: 7 } },
        what: 'the status parked is on no list: 2 row(s), 12.500000 Spark',
        cause: 'parked',
        amount: { micro: 12_500_000n, unit: 'Spark' },
      },
    ]);
    const vendor: JobFinding = { ...PARKED, code: 'vendor-model', jobId: 'j1', model: 'sora', input: '' };
    expect(jobFindings(usageOf(9, [vendor]), NO_DECISIONS)).toMatchObject([{ cause: 'sora', source: null }]);
    // Whoever said that it is completed is told what is lacking, and not to say it.
    expect(jobFindings(usageOf(9, [PARKED]), NO_DECISIONS, ['parked'])[0]?.what).toMatch(
      /^rows of the completed status parked lack what a completed job needs .*: \d+ row/,
    );
    const [more] = jobFindings(usageOf(9, [{ ...PARKED, jobId: '' }]), NO_DECISIONS);
    const [subject, what] = ['(more) 2 row(s), 12.500000 Spark', 'more of the same: 2 row(s), 12.500000 Spark'];
    expect(more).toMatchObject({ subject, what });
    expect(more).not.toHaveProperty('cause');
  });

  it('has of more jobs than are told as many as they are: a decision about two is about no third', () => {
    const subjectOf = (changed: Partial<JobFinding>, decided: readonly Decision[]) =>
      jobFindings(usageOf(9, [{ ...PARKED, jobId: '', ...changed }]), new DecisionBook(decided))[0]?.subject;
    const two = '(more) 2 row(s), 12.500000 Spark';
    const decided = [decisionOn(two, null)];
    expect(subjectOf({}, decided)).toBe(two);
    expect(subjectOf({ rows: 3 }, decided)).toBe('(more) 3 row(s), 12.500000 Spark');
    expect(subjectOf({ points: 13_000_000n }, decided)).toBe('(more) 2 row(s), 13.000000 Spark');
    // Earlier versions: of such a month nothing changes.
    expect(subjectOf({ rows: 3 }, [decisionOn('(more)', '2026-10')])).toBe('(more)');
    expect(subjectOf({ rows: 3, code: 'vendor-model' }, [decisionOn('(more)', '2026-10')])).toBe(
      '(more) 3 row(s), 12.500000 Spark',
    );
  });

  it('has of a value on no list as many rows as have it: leaving two out is about no third', () => {
    const subjectOf = (changed: Partial<JobFinding>, decided: readonly Decision[]) =>
      jobFindings(usageOf(9, [{ ...PARKED, ...changed }]), new DecisionBook(decided))[0]?.subject;
    const decided = [decisionOn(TWO_PARKED, null)];
    expect(subjectOf({}, decided)).toBe(TWO_PARKED);
    expect(subjectOf({ rows: 3 }, decided)).toBe('parked 3 row(s), 12.500000 Spark');
    const model = { code: 'unknown-payment-model', jobId: 'gift' } as const;
    expect(subjectOf(model, [])).toBe('gift 2 row(s), 12.500000 Spark');
    // Earlier versions named the value alone; a job is one job.
    expect(subjectOf({ rows: 3 }, [decisionOn('parked', '2026-10')])).toBe('parked');
    expect(subjectOf({ code: 'vendor-model', jobId: 'j1' }, [])).toBe('j1');
  });

  it('has values on no list, each for itself, and the jobs of a model together', () => {
    const model = 'sora';
    const causes = (['unknown-status', 'unknown-payment-model', 'vendor-model'] as const).map(
      (code) => jobFindings(usageOf(9, [{ ...PARKED, code, model }]), NO_DECISIONS)[0]?.cause,
    );
    expect(causes).toEqual(['parked', 'parked', 'sora']);
  });
});

describe('jobFindingsSince', () => {
  const since = (rows: number, decisions: readonly Decision[]) =>
    jobFindingsSince(usageOf(rows, [PARKED]), new DecisionBook(decisions));

  it('is what no final month has settled, and says that the month is final', () => {
    const said = {
      ...{ code: 'unknown-status', subject: TWO_PARKED, month: OCTOBER, source: { input: 'log', line: 7 } },
      what: 'the status parked is on no list: 2 row(s), 12.500000 Spark; 2026-10 is final',
      cause: 'parked',
      amount: { micro: 12_500_000n, unit: 'Spark' },
    };
    expect(since(9, [])).toEqual([said]);
    // Decided since, and no final month has used it yet: it stands there with its decision.
    expect(since(9, [decisionOn(TWO_PARKED, null)])).toEqual([said]);
    expect(since(9, [decisionOn('another', '2026-10')])).toEqual([said]);
    // One of them was settled: the other is late, and both are told.
    expect(since(9, [decisionOn('parked 1 row(s), 6.250000 Spark', '2026-10')])).toEqual([said]);
  });

  it('is nothing where a final month settled it, and of a month without rows', () => {
    expect(since(9, [decisionOn('parked', '2026-10')])).toEqual([]);
    expect(since(9, [decisionOn(TWO_PARKED, '2026-10')])).toEqual([]);
    expect(jobFindingsSince(usageOf(0, []), NO_DECISIONS)).toEqual([]);
  });
});
