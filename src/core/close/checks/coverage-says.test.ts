import { describe, expect, it } from 'vitest';
import { gateOf, ok } from '../../../../test/judging/gates-say.ts';
import { closeWith, gateImport } from '../../../../test/worlds/gate-input.ts';
import { monthOf } from '../../month/month.ts';
import type { LedgerCover } from '../inputs/ledger-cover.ts';

const DAY_MS = 24 * 3_600_000;
const OCTOBER = Date.UTC(2026, 9, 1);
const ledger = (from: string, to: string, changed: Partial<LedgerCover> = {}) =>
  gateImport({
    name: `${from}.csv`,
    covers: { from, to, currencies: ['USD'], category: '', reconciliation: '', unfinished: false, ...changed },
  });
const WHOLE = ['2026-10-01', '2026-10-31'] as const;

describe('what the gates of coverage say', () => {
  it('of Stripe', () => {
    const missing = gateOf('coverage-stripe', { imports: [ledger('2026-10-02', '2026-10-31')] });
    expect(missing).toEqual({
      state: 'open',
      why: 'no ledger file covers 2026-10-01 in USD (whole UTC days)',
      remedy:
        'Import the itemized balance change from activity for these days, in UTC, with all categories: Itemized_balance_change_from_activity_USD_2026-10-01_to_2026-10-01.csv; or mark in coverage.csv what had no activity or ended (stripe:usd,2026-10-01,,ended).',
    });
    expect(gateOf('coverage-stripe', { soldThrough: ['stripe'] }).remedy).toContain('(stripe,2026-10-01,,ended)');
    const anyCurrency = [ledger(...WHOLE, { currencies: null })];
    expect(gateOf('coverage-stripe', { imports: anyCurrency })).toEqual(
      ok('the ledger covers every UTC day of 2026-10; no balance summary says that no row is missing'),
    );
    const marks = [{ provider: 'stripe' as const, from: '2026-10-01', to: '2026-10-02' }];
    expect(
      gateOf('coverage-stripe', {
        soldThrough: ['stripe'],
        imports: [ledger('2026-10-03', '2026-10-31', { currencies: null })],
        marks,
      }),
    ).toEqual(
      ok(
        'the ledger covers every UTC day of 2026-10, 2 of them by a mark; no balance summary says that no row is missing',
      ),
    );
    const two = [ledger(...WHOLE, { currencies: ['EUR', 'USD'] })];
    const tie = (part: string) => ({ part, from: WHOLE[0], to: WHOLE[1], ties: true });
    expect(gateOf('coverage-stripe', { imports: two, balanceSummaries: [tie('EUR'), tie('USD')] })).toEqual(
      ok(
        'the ledger covers every UTC day of 2026-10 in EUR and USD; the balance summary in EUR and USD ties: no row is missing',
      ),
    );
    expect(gateOf('coverage-stripe', { imports: two })).toEqual(
      ok('the ledger covers every UTC day of 2026-10 in EUR and USD; no balance summary says that no row is missing'),
    );
  });

  it('of a ledger file that holds less than it seems to, where it is about the month', () => {
    const why = (...files: readonly ReturnType<typeof ledger>[]) =>
      gateOf('coverage-stripe', { soldThrough: ['stripe'], imports: files })
        .why.split('; ')
        .slice(1);
    const charges = { category: 'charge' };
    expect(why(ledger('2026-09-01', '2026-10-01', charges))).toEqual(['2026-09-01.csv holds the category charge only']);
    expect(why(ledger('2026-10-31', '2026-11-05', charges))).toEqual(['2026-10-31.csv holds the category charge only']);
    expect(why(ledger('2026-09-01', '2026-09-30', charges))).toEqual([]);
    expect(why(ledger('2026-11-01', '2026-11-05', charges))).toEqual([]);
    const broken = { unfinished: true };
    const said = (from: string, to: string) =>
      `${from}.csv ends within a line: it may have broken off, and covers the days up to ${to} only`;
    expect(why(ledger('2026-09-01', '2026-10-01', broken))).toEqual([said('2026-09-01', '2026-10-01')]);
    expect(why(ledger('2026-10-02', '2026-10-30', broken))).toEqual([said('2026-10-02', '2026-10-30')]);
    expect(why(ledger('2026-10-02', '2026-10-31', broken))).toEqual([]);
    expect(why(ledger('2026-08-01', '2026-09-30', broken))).toEqual([]);
  });

  it('of Apple', () => {
    const report = (period: string, profile = '') => gateImport({ kind: 'apple-subscriber', period, profile });
    expect(gateOf('coverage-apple', { imports: [report('2026-10-31', '8001')] })).toEqual({
      state: 'open',
      why: 'neither a report nor a mark for 2026-10-01 to 2026-10-30 of vendor 8001',
      remedy:
        'Import the daily Subscriber reports (Subscriber_8001_20261001.txt and so on), or mark days without sales in coverage.csv (apple:8001).',
    });
    expect(gateOf('coverage-apple', { soldThrough: ['apple'] }).remedy).toBe(
      'Import the daily Subscriber reports (Subscriber_*_20261001.txt and so on), or mark days without sales in coverage.csv (apple).',
    );
    const marks = [{ provider: 'apple' as const, from: WHOLE[0], to: WHOLE[1] }];
    const two = [report('2026-10-01', '8001'), report('2026-10-02', '8002'), report('2026-10-03')];
    expect(gateOf('coverage-apple', { imports: two, marks })).toEqual(
      ok('2 days by a report, 29 by a mark of vendor 8001; 2 days by a report, 29 by a mark of vendor 8002'),
    );
    // A report of a later month says nothing of who sold in this one.
    expect(gateOf('coverage-apple', { imports: [report('2026-11-01', '8003')], marks })).toEqual(
      ok('0 days by a report, 31 by a mark'),
    );
    const other = [...two, gateImport({ kind: 'apple-payments', period: '2026-10-05', profile: '8009' })];
    expect(gateOf('coverage-apple', { imports: other, marks }).why).not.toContain('8009');
  });

  it('of Google', () => {
    const file = (period: string, profile = '', name = 'b.csv') =>
      gateImport({ kind: 'google-earnings', period, profile, name });
    expect(gateOf('coverage-google', { imports: [file('202609', '44-1')] })).toEqual({
      state: 'open',
      why: 'no earnings file for the Pacific month 202610 of profile 44',
      remedy: 'Import earnings_202610_44-*.zip, or mark the days without sales in coverage.csv (google:44).',
    });
    expect(gateOf('coverage-google', { soldThrough: ['google'] })).toEqual({
      state: 'open',
      why: 'no earnings file for the Pacific months 202609 and 202610',
      remedy:
        'Import earnings_202609_*.zip and earnings_202610_*.zip, or mark the days without sales in coverage.csv (google).',
    });
    const both = [file('202609'), file('202610'), file('202610', '', 'a.csv'), file('202611', '99-1')];
    const voided = gateImport({ kind: 'google-voided', period: '202610', name: 'v.csv', profile: '55-1' });
    expect(gateOf('coverage-google', { imports: [...both, voided] })).toEqual(
      ok('202609: b.csv; 202610: a.csv, b.csv'),
    );
  });

  it('of the twelve months before', () => {
    const imports = [ledger('2025-10-02', '2026-09-30')];
    const found = gateOf('history', { soldByTheYear: ['stripe'], imports });
    expect(found).toEqual({
      state: 'open',
      why: 'of 2025-10 to 2026-09, whose annual charges post in 2026-10, stripe has neither an export nor a mark for 2025-10-01 in USD',
      remedy:
        'Import Itemized_balance_change_from_activity_USD_2025-10-01_to_2025-10-01.csv; or list the charges that are older than your exports in opening.csv; or mark in coverage.csv the days on which nothing was sold (from the first to the last of them).',
    });
    const openings = new Map([['stripe', 1] as const]);
    expect(gateOf('history', { soldByTheYear: ['stripe'], imports, openings }).state).toBe('ok');
    // Without any export there is nothing before which it could stand for everything.
    const none = gateOf('history', { soldByTheYear: ['stripe'], soldThrough: ['stripe'], openings });
    expect(none).toEqual(ok('exports or marks cover 2025-10 to 2026-09 of stripe'));
    const google = gateImport({ kind: 'google-earnings', period: '202605' });
    const opened = new Map([['google', 1] as const]);
    expect(gateOf('history', { soldByTheYear: ['google'], imports: [google], openings: opened }).why).toContain(
      'google has neither an export nor a mark for 202606 to 202609',
    );
    // Three and more that follow one another are told from the first to the last, names of files too.
    const holed = ['202511', '202601', '202605'].map((period) => gateImport({ kind: 'google-earnings', period }));
    const several = gateOf('history', { soldByTheYear: ['google'], imports: holed });
    expect(several.why).toContain('a mark for 202510 and 202512 and 202602 to 202604 and 202606 to 202609');
    expect(several.remedy).toContain(
      'Import earnings_202510_*.zip and earnings_202512_*.zip and earnings_202602_*.zip to earnings_202604_*.zip and earnings_202606_*.zip to earnings_202609_*.zip;',
    );
    const apple = gateImport({ kind: 'apple-subscriber', period: '2026-09-29' });
    const ofApple = new Map([['apple', 1] as const]);
    expect(gateOf('history', { soldByTheYear: ['apple'], imports: [apple], openings: ofApple }).why).toContain(
      'apple has neither an export nor a mark for 2026-09-30',
    );
  });

  it('of the job log', () => {
    const gap = (from: number, until: number) => ({
      fromMs: OCTOBER + from * DAY_MS,
      untilMs: OCTOBER + until * DAY_MS,
    });
    const seven = Array.from({ length: 7 }, (_, at) => gap(4 * at, 4 * at + 2));
    const found = gateOf('coverage-job-log', { jobGaps: seven });
    expect(found.why).toContain('no job row for more than 24 hours: 2026-10-01T00:00Z to 2026-10-03T00:00Z, ');
    expect(found.why).toMatch(/2026-10-17T00:00Z to 2026-10-19T00:00Z and 2 more$/);
    expect(found.remedy).toBe(
      'Import the job log of these hours (of a job table: add its rows), mark days without jobs in coverage.csv (job-log), or raise close.job_gap_hours.',
    );
    expect(gateOf('coverage-job-log', { jobGaps: seven.slice(0, 5) }).why).toMatch(/2026-10-19T00:00Z$/);
    expect(gateOf('coverage-job-log', { jobGaps: null }).remedy).toBe(
      'Import the job log of the month (of a job table: add its rows).',
    );
    // 31 days of 24 hours with 100 rows, but for one without any.
    const jobHours = Array.from({ length: 744 }, (_, at) => ({
      ...{ atMs: OCTOBER + at * 3_600_000, rows: at === 30 ? 0 : 100 },
    }));
    expect(gateOf('coverage-job-log', { jobHours })).toEqual({
      state: 'open',
      why: 'far fewer rows than the log has at such times: 2026-10-02T06:00Z to 2026-10-02T07:00Z',
      remedy:
        'Import the job log of these hours (of a job table: add its rows), give usage-control.csv, or mark the days in coverage.csv (job-log).',
    });
    const marks = [{ provider: 'job-log' as const, from: '2026-10-02', to: '2026-10-02' }];
    expect(gateOf('coverage-job-log', { jobHours, marks }).state).toBe('ok');
  });

  it('of the job logs of earlier open months, and of a control', () => {
    const close = closeWith({});
    const earlier = [7, 8].map((at) => ({
      ...{ month: monthOf(2026, at), netRevenue: 0n, pool: close.pool, usageMissing: true },
    })) as unknown as typeof close.earlier;
    expect(gateOf('coverage-job-log', { close: { ...close, earlier } })).toEqual({
      state: 'open',
      why: 'no job row falls in 2026-07, 2026-08: what 2026-10 carries on is not known',
      remedy: 'Import the job log of 2026-07, 2026-08 (of a job table: add its rows).',
    });
    const day = (name: string, jobs: number) => ({ day: name, jobs, points: 1_000_000n });
    const control = Array.from({ length: 7 }, (_, at) => day(`2026-10-0${at + 1}`, 2));
    const logged = control.map((each) => ({ ...each, jobs: 1 }));
    const found = gateOf('coverage-job-log', { jobControl: control, loggedDays: logged });
    expect(found.why).toMatch(
      /^2026-10-01: 1 job of 1.000000 Spark in the job log, 2 jobs of 1.000000 Spark by usage-control.csv; /,
    );
    expect(found.why).toMatch(/; 2026-10-05: [^;]*; and 2 more days$/);
    expect(found.remedy).toBe('Import the job logs that are missing, or correct usage-control.csv.');
    expect(gateOf('coverage-job-log', { jobControl: control.slice(0, 5), loggedDays: logged }).why).not.toContain(
      'more days',
    );
    const counted = earlier.map((each) => ({ ...each, usageMissing: false }));
    const ofAugust = {
      jobControl: [day('2026-08-05', 2), day('2026-10-31', 0)],
      loggedDays: [day('2026-08-05', 1), day('2026-10-31', 0)],
    };
    expect(gateOf('coverage-job-log', { close: { ...close, earlier: counted }, ...ofAugust }).why).toBe(
      '2026-08-05: 1 job of 1.000000 Spark in the job log, 2 jobs of 1.000000 Spark by usage-control.csv',
    );
    const unseen = 'only gaps and days far below its own rhythm would show, not single missing jobs';
    const gaps = 'no stretch without jobs is longer than 24 hours';
    expect(gateOf('coverage-job-log')).toEqual(ok(`${gaps}; there is no usage-control.csv for the month: ${unseen}`));
    expect(gateOf('coverage-job-log', { jobControl: control, loggedDays: control })).toEqual(
      ok(`jobs and Spark of 7 days are as usage-control.csv counts them; of the others ${gaps}: ${unseen}`),
    );
  });
});
