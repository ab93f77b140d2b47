import { describe, expect, it } from 'vitest';
import { gateImport, gateInput } from '../../../../test/gate-input.ts';
import { coverageApple } from './coverage-apple.ts';
import { coverageGoogle } from './coverage-google.ts';
import { coverageJobLog } from './coverage-job-log.ts';
import { coverageStripe } from './coverage-stripe.ts';
import { endedWords, untilActivity } from './ended-marks.ts';
import { type CoverageMark, OPEN_END } from './gate.ts';

const ended = (provider: CoverageMark['provider'], from: string, part?: string): CoverageMark => {
  return { provider, ...(part === undefined ? {} : { part }), from, to: OPEN_END };
};

describe('a mark without a last day', () => {
  const mark = ended('stripe', '2026-09-01', 'EUR');

  it('ends with the day before the first activity from its own day on', () => {
    const days = ['2026-10-12', '2026-08-31', '2026-10-11'];
    expect(untilActivity(mark, days)).toEqual({ ...mark, to: '2026-10-10', activeOn: '2026-10-11' });
    // On its first day: nothing is left of it.
    expect(untilActivity(mark, ['2026-09-01'])).toMatchObject({ to: '2026-08-31', activeOn: '2026-09-01' });
  });

  it('stands without activity; one with a last day always does', () => {
    expect(untilActivity(mark, ['2026-08-31'])).toEqual(mark);
    const bounded = { ...mark, to: '2026-12-31' };
    expect(untilActivity(bounded, ['2026-10-11'])).toEqual(bounded);
  });
});

describe('which marks do not hold', () => {
  it('is told of one provider, with its part in lower case', () => {
    const euro = untilActivity(ended('stripe', '2026-09-01', 'EUR'), ['2026-10-11']);
    const apple = untilActivity(ended('apple', '2026-08-01'), ['2026-10-30']);
    const marks = [apple, euro, ended('stripe', '2026-10-20', 'USD')];
    expect(endedWords(marks, 'stripe')).toEqual([
      'coverage.csv says that stripe:eur ended on 2026-09-01, and there was activity on 2026-10-11',
    ]);
    expect(endedWords(marks, 'google')).toEqual([]);
  });
});

describe('the gates', () => {
  it('ask for the days after it, and say which mark does not hold', () => {
    const apple = untilActivity(ended('apple', '2026-08-01'), ['2026-10-30']);
    expect(coverageApple(gateInput({ soldThrough: ['apple'], marks: [apple] })).why).toBe(
      'neither a report nor a mark for 2026-10-30 to 2026-10-31; coverage.csv says that apple ended on 2026-08-01, and there was activity on 2026-10-30',
    );
    const google = untilActivity(ended('google', '2026-08-15', '4402'), ['2026-10-01']);
    const imports = [gateImport({ kind: 'google-earnings', period: '202609', profile: '4402-1' })];
    expect(coverageGoogle(gateInput({ imports, marks: [google] })).why).toBe(
      'no earnings file for the Pacific month 202610 of profile 4402; coverage.csv says that google:4402 ended on 2026-08-15, and there was activity on 2026-10-01',
    );
  });

  it('do so of Stripe, of a currency', () => {
    const euro = untilActivity(ended('stripe', '2026-09-01', 'EUR'), ['2026-10-11']);
    const covers = { from: '2026-10-01', to: '2026-10-31', currencies: ['USD'], category: '', unfinished: false };
    const imports = [
      gateImport({ covers }),
      gateImport({ covers: { ...covers, to: '2026-10-05', currencies: ['EUR'] } }),
    ];
    expect(coverageStripe(gateInput({ imports, marks: [euro] })).why).toBe(
      'no ledger file covers 2026-10-11 to 2026-10-31 in EUR (whole UTC days); coverage.csv says that stripe:eur ended on 2026-09-01, and there was activity on 2026-10-11',
    );
  });

  it('tell each such mark of the job log', () => {
    const jobGaps = [{ fromMs: Date.parse('2026-10-10T00:00:00Z'), untilMs: Date.parse('2026-10-20T00:00:00Z') }];
    const jobHours = [{ atMs: Date.parse('2026-10-09T05:00:00Z'), rows: 1 }];
    const marks = [ended('job-log', '2026-10-02'), ended('job-log', '2026-10-05')];
    const said = (from: string) =>
      `coverage.csv says that job-log ended on ${from}, and there was activity on 2026-10-09`;
    expect(coverageJobLog(gateInput({ jobGaps, marks, jobHours })).why).toBe(
      `no job row for more than 24 hours: 2026-10-10T00:00Z to 2026-10-20T00:00Z; ${said('2026-10-02')}; ${said('2026-10-05')}`,
    );
  });

  it('do so of the job log, by the rows of the month', () => {
    const at = (text: string): number => Date.parse(text);
    const jobGaps = [{ fromMs: at('2026-10-02T01:00:00Z'), untilMs: at('2026-10-09T05:00:00Z') }];
    const marks = [ended('job-log', '2026-10-02')];
    expect(coverageJobLog(gateInput({ jobGaps, marks })).state).toBe('ok');
    const jobHours = [{ atMs: at('2026-10-09T05:00:00Z'), rows: 1 }];
    // Until the 8th the mark stands; the five hours of the 9th are no long gap.
    expect(coverageJobLog(gateInput({ jobGaps, marks, jobHours })).state).toBe('ok');
    const later = [...jobGaps, { fromMs: at('2026-10-09T06:00:00Z'), untilMs: at('2026-11-01T00:00:00Z') }];
    expect(coverageJobLog(gateInput({ jobGaps: later, marks, jobHours })).why).toContain(
      'no job row for more than 24 hours: 2026-10-09T06:00Z to 2026-11-01T00:00Z; coverage.csv says that job-log ended on 2026-10-02, and there was activity on 2026-10-09',
    );
  });
});
