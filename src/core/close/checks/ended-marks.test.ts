import { describe, expect, it } from 'vitest';
import { gateImport, gateInput } from '../../../../test/worlds/gate-input.ts';
import { coverageApple } from './coverage-apple.ts';
import { coverageGoogle } from './coverage-google.ts';
import { coverageJobLog } from './coverage-job-log.ts';
import { coverageStripe } from './coverage-stripe.ts';
import { besideFiles, endedWords, saysEnded, untilActivity } from './ended-marks.ts';
import { type CoverageMark, OPEN_END } from './gate.ts';

const ended = (provider: CoverageMark['provider'], from: string, part?: string): CoverageMark => {
  return { provider, ...(part === undefined ? {} : { part }), from, to: OPEN_END };
};

describe('a mark without a last day', () => {
  const mark = ended('stripe', '2026-09-01', 'EUR');

  it('ends with the day before the first activity from its own day on', () => {
    const days = ['2026-10-12', '2026-08-31', '2026-10-11'];
    expect(untilActivity(mark, days)).toEqual({ ...mark, to: '2026-10-10', said: OPEN_END, activeOn: '2026-10-11' });
    // On its first day: nothing is left of it.
    expect(untilActivity(mark, ['2026-09-01'])).toMatchObject({ to: '2026-08-31', activeOn: '2026-09-01' });
  });

  it('stands without activity', () => {
    expect(untilActivity(mark, ['2026-08-31'])).toEqual(mark);
  });

  it('says so, as one does whose last day is more than a hundred years ahead', () => {
    const asOfMs = Date.parse('2026-11-20T00:00:00Z');
    // 36,525 days after 2026-11-20: a hundred years have 36,524, because 2100 is no leap year, so 2126-11-21.
    const days = [OPEN_END, '9997-01-01', '2126-11-22', '2126-11-21', '2026-11-20'];
    expect(days.map((to) => saysEnded({ to }, asOfMs))).toEqual([true, true, true, false, false]);
    // A row after its last day does not contradict it.
    const until = { ...mark, to: '2099-12-31' };
    expect(untilActivity(until, ['2100-01-01'])).toEqual(until);
    expect(untilActivity(until, ['2099-12-31'])).toMatchObject({ to: '2099-12-30', activeOn: '2099-12-31' });
    expect(endedWords([untilActivity({ ...until, part: 'EUR' }, ['2026-10-11'])], 'stripe')).toEqual([
      'coverage.csv says that stripe:eur had no activity from 2026-09-01 to 2099-12-31, and there was activity on 2026-10-11',
    ]);
  });
});

describe('a mark with a last day', () => {
  const active = [
    { day: '2026-10-01', part: 'USD' },
    { day: '2026-10-05', part: 'EUR' },
    { day: '2026-10-20', part: 'USD' },
    { day: '2026-10-31', part: 'USD' },
  ];
  const mark: CoverageMark = { provider: 'stripe', from: '2026-10-01', to: '2026-10-31', active };

  it('stands where files cover each of its days that have rows of the part, and else for no day', () => {
    const first = { from: '2026-10-01', to: '2026-10-20' };
    const fallen = { ...mark, to: '2026-09-30', said: '2026-10-31', activeOn: '2026-10-31' };
    expect(besideFiles(mark, 'USD', [first])).toEqual(fallen);
    expect(besideFiles(mark, 'USD', [first, { from: '2026-10-31', to: '2026-10-31' }])).toEqual(mark);
    expect(besideFiles(mark, 'EUR', [{ from: '2026-10-05', to: '2026-10-05' }])).toEqual(mark);
    // Rows of a file that tells no currency may be in any.
    const untold = { ...mark, active: [{ day: '2026-10-07', part: '' }] };
    expect(besideFiles(untold, 'EUR', [])).toMatchObject({ to: '2026-09-30', activeOn: '2026-10-07' });
    const silent: CoverageMark = { provider: 'stripe', from: '2026-10-01', to: '2026-10-01' };
    expect(besideFiles(silent, 'USD', [])).toEqual(silent);
  });

  it('is told where no file covers such a day, and may double one that does', () => {
    const named = (category: string) =>
      gateImport({
        kind: 'stripe-ledger',
        covers: {
          from: '2026-10-01',
          to: '2026-10-31',
          currencies: ['USD'],
          category,
          reconciliation: '',
          unfinished: false,
        },
      });
    const usd = { ...mark, active: active.filter(({ part }) => part === 'USD') };
    // The charges of three days, and a mark that says that there were none.
    const filtered = coverageStripe(gateInput({ imports: [named('charge')], marks: [usd] }));
    expect(filtered.state).toBe('open');
    expect(filtered.why).toContain('no ledger file covers 2026-10-01 to 2026-10-31 in USD');
    expect(filtered.why).toContain(
      'coverage.csv says that stripe had no activity from 2026-10-01 to 2026-10-31, and there was activity on 2026-10-01',
    );
    expect(coverageStripe(gateInput({ imports: [named('')], marks: [usd] })).state).toBe('ok');
  });

  it('of Google falls by rows of a month without a file of its part, and doubles a file that is there', () => {
    const google: CoverageMark = {
      provider: 'google',
      from: '2026-09-01',
      to: '2026-10-31',
      active: [{ day: '2026-09-03', part: '' }],
    };
    const file = (period: string) => gateImport({ kind: 'google-earnings', period });
    expect(coverageGoogle(gateInput({ imports: [file('202610')], marks: [google] })).why).toBe(
      'no earnings file for the Pacific month 202609; coverage.csv says that google had no activity from 2026-09-01 to 2026-10-31, and there was activity on 2026-09-03',
    );
    expect(coverageGoogle(gateInput({ imports: [file('202609')], marks: [google] })).state).toBe('ok');
  });

  it('may vouch for the last day of a file that ends within a line', () => {
    const covers = {
      from: '2026-10-01',
      to: '2026-10-30',
      currencies: ['USD'],
      category: '',
      reconciliation: '',
      unfinished: true,
    };
    const usd = { ...mark, active: active.filter(({ part }) => part === 'USD') };
    const gateOf = (days: Partial<typeof covers>) =>
      coverageStripe(
        gateInput({ imports: [gateImport({ kind: 'stripe-ledger', covers: { ...covers, ...days } })], marks: [usd] }),
      );
    // It has rows up to the 31st.
    expect(gateOf({}).state).toBe('ok');
    expect(gateOf({ to: '2026-10-29' }).state).toBe('open');
  });

  it('of the job log ends before a day of a thousand rows between its first and its last', () => {
    const at = (text: string): number => Date.parse(text);
    const marks: CoverageMark[] = [{ provider: 'job-log', from: '2026-10-02', to: '2026-10-30' }];
    const asOfMs = at('2026-11-20T00:00:00Z');
    const row = (text: string, rows = 1000) => ({ atMs: at(text), rows });
    // One gap, which begins on its first day and ends on its last.
    const edges = [row('2026-10-02T03:00:00Z'), row('2026-10-30T20:00:00Z')];
    const whole = [{ fromMs: at('2026-10-02T04:00:00Z'), untilMs: at('2026-10-30T20:00:00Z') }];
    expect(coverageJobLog(gateInput({ jobGaps: whole, jobHours: edges, marks, asOfMs })).state).toBe('ok');
    // The mark holds to its last day: else the twenty hours before its row would be a gap of their own.
    expect(coverageJobLog(gateInput({ jobGaps: whole, jobHours: edges, marks, asOfMs, jobGapHours: 12 })).state).toBe(
      'ok',
    );
    // Two gaps with rows on the 14th at noon between them: the rest of the log is missing.
    const jobGaps = [
      { fromMs: at('2026-10-02T04:00:00Z'), untilMs: at('2026-10-14T12:00:00Z') },
      { fromMs: at('2026-10-14T13:00:00Z'), untilMs: at('2026-10-30T20:00:00Z') },
    ];
    const jobHours = [...edges, row('2026-10-14T12:00:00Z')];
    expect(coverageJobLog(gateInput({ jobGaps, jobHours, marks, asOfMs })).why).toContain(
      'no job row for more than 24 hours: 2026-10-14T13:00Z to 2026-10-30T20:00Z; coverage.csv says that job-log had no activity from 2026-10-02 to 2026-10-30, and there was activity on 2026-10-14',
    );
    // A log of few jobs.
    const few = [...edges, row('2026-10-14T12:00:00Z', 999)];
    expect(coverageJobLog(gateInput({ jobGaps, jobHours: few, marks, asOfMs })).state).toBe('ok');
    // Two marks say what was.
    const two: CoverageMark[] = [
      { provider: 'job-log', from: '2026-10-02', to: '2026-10-14' },
      { provider: 'job-log', from: '2026-10-14', to: '2026-10-30' },
    ];
    expect(coverageJobLog(gateInput({ jobGaps, jobHours, marks: two, asOfMs })).state).toBe('ok');
  });
});

describe('a mark over busy days of the job log', () => {
  it('stands against a day far below the log’s own rhythm: that the others are busy does not contradict it', () => {
    const at = (text: string): number => Date.parse(text);
    const days = Array.from({ length: 31 }, (_, index) => String(index + 1).padStart(2, '0'));
    // 2000 rows a day, and 10 on the 15th: less than a tenth.
    const jobHours = days.map((day) => ({ atMs: at(`2026-10-${day}T12:00:00Z`), rows: day === '15' ? 10 : 2000 }));
    const input = { jobGaps: [], jobHours, asOfMs: at('2026-11-20T00:00:00Z') };
    expect(coverageJobLog(gateInput(input))).toMatchObject({
      state: 'open',
      why: expect.stringContaining('2026-10-15T00:00Z to 2026-10-16T00:00Z'),
    });
    const marks: CoverageMark[] = [{ provider: 'job-log', from: '2026-10-02', to: '2026-10-30' }];
    expect(coverageJobLog(gateInput({ ...input, marks })).state).toBe('ok');
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
    const covers = {
      from: '2026-10-01',
      to: '2026-10-31',
      currencies: ['USD'],
      category: '',
      reconciliation: '',
      unfinished: false,
    };
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
