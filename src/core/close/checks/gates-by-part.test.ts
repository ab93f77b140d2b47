import { describe, expect, it } from 'vitest';
import { gateOf, NOT_IN_USE, ok } from '../../../../test/judging/gates-say.ts';
import { closeWith, gateImport, gateInput } from '../../../../test/worlds/gate-input.ts';
import { monthOf } from '../../month/month.ts';
import type { LedgerCover } from '../inputs/ledger-cover.ts';
import { coverageApple } from './coverage-apple.ts';
import { coverageGoogle } from './coverage-google.ts';
import { coverageStripe } from './coverage-stripe.ts';
import type { GateImport, GateInput } from './gate.ts';
import { history } from './history.ts';
import { controlDifferences, controlledDays } from './job-control.ts';

const ledger = (from: string, to: string, currencies: LedgerCover['currencies']) =>
  gateImport({ covers: { from, to, currencies, category: '', reconciliation: '', unfinished: false } });
const google = (profile: string, period: string) =>
  gateImport({ kind: 'google-earnings', name: period, period, profile });
const apple = (profile: string, period: string) => gateImport({ kind: 'apple-subscriber', period, profile });
/** The files of others: what they are called tells nothing of the parts of a store. */
const ELSEWHERE = [
  gateImport({ kind: 'costs', period: '2026-09-01', profile: 'elsewhere' }),
  gateImport({ kind: 'costs', period: '202609', profile: 'elsewhere' }),
];
const OCTOBER_DAYS = Array.from({ length: 31 }, (_, at) => `2026-10-${String(at + 1).padStart(2, '0')}`);

describe('the parts of a store that a month is asked for', () => {
  it('are Google’s profiles up to the month; a file without one stands for all, and its own number is no part of it', () => {
    const why = (imports: readonly GateImport[]) =>
      coverageGoogle(gateInput({ imports: [...imports, ...ELSEWHERE] })).why;
    const had = [google('4401-7', '202609'), google('4401-12', '202610')];
    expect(why([...had, google('4403-1', '202611')])).toBe('202609: 202609; 202610: 202610');
    expect(why([google('4401-7', '202609'), google('', '202610')])).toBe('202609: 202609; 202610: 202610');
    expect(why([google('44-1-12', '202609'), google('44-1-3', '202610')])).toBe('202609: 202609; 202610: 202610');
    expect(why([google('4401-7', '202609'), google('4402-7', '202610')])).toBe(
      'no earnings file for the Pacific month 202610 of profile 4401; 202609 of profile 4402',
    );
  });

  it('are Apple’s vendors up to the month; a report without one stands for all', () => {
    const gate = (imports: readonly GateImport[]) => coverageApple(gateInput({ imports: [...imports, ...ELSEWHERE] }));
    const all = OCTOBER_DAYS.map((day) => apple('8999', day));
    expect(gate([...all, apple('7777', '2026-11-01')]).state).toBe('ok');
    expect(gate([...all.slice(1), apple('', '2026-10-01')]).state).toBe('ok');
    const costs = gateImport({ kind: 'costs', period: '2026-10-01', profile: '8999' });
    expect(gate([...all.slice(1), costs]).why).toContain('2026-10-01 of vendor 8999');
    const other = gate([...all, apple('7777', '2026-09-30')]);
    expect(other.state).toBe('open');
    expect(other.remedy).toContain('Subscriber_7777_20261001.txt');
  });

  it('are Stripe’s currencies of ledgers and balance summaries that begin by its last day', () => {
    const whole = ledger('2026-10-01', '2026-10-31', ['USD']);
    const waits = (...imports: GateImport[]) =>
      coverageStripe(gateInput({ imports: [whole, ...imports, ...ELSEWHERE] })).state;
    expect(waits()).toBe('ok');
    expect(waits(ledger('2026-10-31', '2026-11-30', ['EUR']))).toBe('open');
    expect(waits(ledger('2026-11-01', '2026-11-30', ['EUR']))).toBe('ok');
    for (const kind of ['stripe-balance', 'stripe-balance-summary'] as const) {
      const summary = (from: string) => gateImport({ kind, period: `${from} to 2026-11-30`, profile: 'EUR' });
      expect(waits(summary('2026-10-31'))).toBe('open');
      expect(waits(summary('2026-11-01'))).toBe('ok');
    }
    // A ledger that names no currency holds all of them.
    expect(waits(ledger('2026-10-01', '2026-10-05', ['EUR']), ledger('2026-10-01', '2026-10-31', null))).toBe('ok');
  });

  it('are in order, and each told by what shows that no row of it is missing', () => {
    const day = { from: '2026-10-01', to: '2026-10-31' };
    const why = (imports: GateImport[], ties: Readonly<Record<string, boolean>> = {}) => {
      const balanceSummaries = Object.entries(ties).map(([part, each]) => ({ ...day, part, ties: each }));
      return coverageStripe(gateInput({ imports, balanceSummaries })).why;
    };
    const covers = 'the ledger covers every UTC day of 2026-10';
    const unnamed = ledger('2026-10-01', '2026-10-31', null);
    expect(why([unnamed])).toBe(`${covers}; no balance summary says that no row is missing`);
    const two = ledger('2026-10-01', '2026-10-31', ['USD', 'EUR']);
    expect(why([two])).toBe(`${covers} in EUR and USD; no balance summary says that no row is missing`);
    expect(why([two], { USD: true, EUR: false })).toBe(
      `${covers} in EUR and USD; the balance summary in USD ties: no row is missing; no balance summary in EUR says that no row is missing`,
    );
    const three = ledger('2026-10-01', '2026-10-31', ['USD', 'EUR', 'GBP']);
    expect(why([three], { USD: true })).toBe(
      `${covers} in EUR and GBP and USD; the balance summary in USD ties: no row is missing; no balance summary in EUR and GBP says that no row is missing`,
    );
    expect(why([two], { USD: true, EUR: true })).toBe(
      `${covers} in EUR and USD; the balance summary in EUR and USD ties: no row is missing`,
    );
  });

  it('are those that expects names, of its own store', () => {
    const expects = [{ provider: 'google', part: '4401' } as const];
    expect(coverageGoogle(gateInput({ expects })).why).toBe(
      'no earnings file for the Pacific months 202609 and 202610 of profile 4401',
    );
    for (const store of ['stripe', 'apple']) expect(gateOf(`coverage-${store}`, { expects })).toEqual(NOT_IN_USE);
    const imports = OCTOBER_DAYS.map((day) => apple('8999', day));
    expect(coverageApple(gateInput({ imports, expects })).state).toBe('ok');
  });
});

describe('what lies before the first export of a store', () => {
  const gate = (provider: 'apple' | 'google', imports: readonly GateImport[], more: Partial<GateInput> = {}) =>
    history(
      gateInput({
        ...{ soldByTheYear: [provider], soldThrough: [provider], openings: new Map([[provider, 1]]) },
        ...{ imports: [...imports, ...ELSEWHERE, gateImport({ kind: 'costs', period: '2026-01-01' })], ...more },
      }),
    );
  const from = (period: string, days: number) =>
    Array.from({ length: days }, (_, at) => new Date(Date.parse(period) + at * 86_400_000).toISOString().slice(0, 10));

  it('is in opening.csv: Apple’s first report is the earliest day', () => {
    const reports = from('2026-08-30', 32)
      .map((day) => apple('8999', day))
      .toReversed();
    expect(gate('apple', reports)).toMatchObject({
      ...{
        state: 'ok',
        why: 'exports or marks cover 2025-10 to 2026-09 of apple, what is before 2026-08-30 by opening.csv',
      },
    });
    expect(
      gate(
        'apple',
        reports.filter(({ period }) => period !== '2026-09-03'),
      ).why,
    ).toContain('apple has neither an export nor a mark for 2026-09-03 of vendor 8999');
  });

  it('is in opening.csv: Google’s first file is the first day of its month', () => {
    expect(gate('google', [google('4401-1', '202609'), google('4401-1', '202607')]).why).toContain(
      'google has neither an export nor a mark for 202608 of profile 4401',
    );
    expect(
      gate(
        'google',
        ['202609', '202608', '202607'].map((period) => google('4401-1', period)),
      ),
    ).toMatchObject({
      ...{
        state: 'ok',
        why: 'exports or marks cover 2025-10 to 2026-09 of google, what is before 2026-07-01 by opening.csv',
      },
    });
  });

  it('is nothing where nothing is missing', () => {
    const marks = [{ provider: 'apple', from: '2025-01-01', to: '2026-12-31' } as const];
    expect(gate('apple', [apple('8999', '2026-09-01')], { marks }).why).toBe(
      'exports or marks cover 2025-10 to 2026-09 of apple',
    );
  });
});

describe('usage-control.csv', () => {
  const day = (at: number, jobs = 1) => ({ day: `2026-10-0${at}`, jobs, points: BigInt(jobs) * 1_000_000n });
  const differences = (control: readonly ReturnType<typeof day>[], logged: readonly ReturnType<typeof day>[]) =>
    controlDifferences(monthOf(2026, 10), control, logged);

  it('speaks of the days from its first to its last, in whatever order', () => {
    expect(controlledDays([day(4), day(2), day(3)])).toEqual({ from: '2026-10-02', to: '2026-10-04' });
    expect(controlledDays([])).toBeNull();
    expect(differences([], [day(3)])).toEqual([]);
    expect(differences([day(5), day(2)], [day(9), day(1), day(5), day(3, 2), day(2)])).toEqual([
      '2026-10-03: 2 jobs of 2.000000 Spark in the job log, 0 jobs of 0.000000 Spark by usage-control.csv',
    ]);
    expect(differences([day(4), day(2), day(1)], [])).toEqual([
      ...['2026-10-01', '2026-10-02', '2026-10-04'].map(
        (each) => `${each}: 0 jobs of 0.000000 Spark in the job log, 1 job of 1.000000 Spark by usage-control.csv`,
      ),
    ]);
  });
});

it('dust is part of what was distributable', () => {
  const close = closeWith({ pool: { dust: 1n, distributable: 51_000001n } });
  expect(gateOf('pool-identity', { close }).state).toBe('ok');
});

it('a change of net revenue has no limit where revshare.yaml sets none', () => {
  expect(gateOf('flux', { fluxLimit: null })).toEqual(ok('revshare.yaml sets no close.flux_limit'));
});
