import { describe, expect, it } from 'vitest';
import { closeWith, gateImport, gateInput } from '../../../../test/worlds/gate-input.ts';
import type { LedgerCover } from '../inputs/ledger-cover.ts';
import type { MonthClose } from '../month-close.ts';
import { coverageStripe } from './coverage-stripe.ts';
import { type CoverageMark, type GateInput, OPEN_END } from './gate.ts';

const ledger = (from: string, to: string, changed: Partial<LedgerCover> = {}) =>
  gateImport({
    name: `${from}.csv`,
    covers: { from, to, currencies: ['USD'], category: '', reconciliation: '', unfinished: false, ...changed },
  });
const mark = (part: string | null, from: string, to: string): CoverageMark => {
  return { provider: 'stripe', ...(part === null ? {} : { part }), from, to };
};
const gate = (changed: Partial<GateInput>) => coverageStripe(gateInput(changed));
const OCTOBER = ['2026-10-01', '2026-10-31'] as const;

describe('coverage of Stripe', () => {
  it('is the union of the files, and says what only a balance summary could', () => {
    const imports = [ledger('2026-10-12', '2026-11-05'), ledger('2026-09-01', '2026-10-11')];
    expect(gate({ imports })).toMatchObject({
      state: 'ok',
      why: 'the ledger covers every UTC day of 2026-10 in USD; no balance summary says that no row is missing',
    });
  });

  it('names the days that are missing, and the file to export', () => {
    // Days of another zone: their first and last are not whole UTC days.
    const found = gate({ imports: [ledger('2026-10-02', '2026-10-30')] });
    expect(found).toMatchObject({
      state: 'open',
      why: 'no ledger file covers 2026-10-01, 2026-10-31 in USD (whole UTC days)',
    });
    expect(found.remedy).toContain('Itemized_balance_change_from_activity_USD_2026-10-01_to_2026-10-31.csv');
  });

  it('takes a mark for days without movements, of its currency or of all', () => {
    const imports = [ledger('2026-10-01', '2026-10-30')];
    for (const part of [null, 'USD']) {
      expect(gate({ imports, marks: [mark(part, '2026-10-31', '2026-10-31')] })).toMatchObject({
        state: 'ok',
        why: expect.stringMatching(/^the ledger covers every UTC day of 2026-10 in USD, 1 of them by a mark in USD;/),
      });
    }
    expect(gate({ imports, marks: [mark('EUR', '2026-10-31', '2026-10-31')] }).state).toBe('open');
    const apple = [{ ...mark(null, '2026-10-31', '2026-10-31'), provider: 'apple' as const }];
    expect(gate({ imports, marks: apple }).state).toBe('open');
  });

  it('asks for nothing where Stripe is not used, and for a file where a plan has a price there', () => {
    expect(gate({})).toMatchObject({ state: 'ok', why: expect.stringContaining('no plan names') });
    expect(gate({ soldThrough: ['stripe'] })).toMatchObject({
      state: 'open',
      why: expect.stringContaining('2026-10-01 to 2026-10-31'),
    });
    expect(gate({ soldThrough: ['stripe'] }).remedy).toContain('activity_*_2026-10-01_to_2026-10-31.csv');
  });
});

describe('a ledger without any invoice', () => {
  const leftOut = { reason: 'not-subscription', source: 'stripe', rows: 6, amount: 152_683334n } as const;
  const whole = { soldThrough: ['stripe'], imports: [ledger(...OCTOBER)] } as const;
  const state = (exclusions: MonthClose['exclusions'], changed: Partial<GateInput> = {}) =>
    gate({ ...whole, close: { ...closeWith({}), exclusions }, ...changed }).state;

  it('waits where rows are left out for want of one', () => {
    expect(gate({ ...whole, close: { ...closeWith({}), exclusions: [leftOut] } })).toMatchObject({
      state: 'open',
      why: 'no invoices are imported: 6 rows of the ledger, which none can say to be a subscription’s, are left out',
    });
  });

  it.each(['stripe-invoices-csv', 'stripe-invoices-json'] as const)('says so with %s, were it empty', (kind) => {
    expect(state([leftOut], { imports: [...whole.imports, gateImport({ kind })] })).toBe('ok');
  });

  it('needs none where nothing is left out, jobs alone are, or no plan is sold there', () => {
    const jobs = { reason: 'not-subscription', source: 'job-log', rows: 3, points: 1n } as const;
    expect([state([]), state([jobs]), state([leftOut], { soldThrough: [] })]).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('each settlement currency', () => {
  it('is asked for where a row is in it, whatever the name of its file says', () => {
    const mixed = ledger('2026-10-01', '2026-10-31', { others: ['EUR'] });
    expect(gate({ imports: [mixed] })).toMatchObject({
      state: 'open',
      why: 'no ledger file covers 2026-10-01 to 2026-10-31 in EUR (whole UTC days); 2026-10-01.csv has rows in EUR, which its name does not say: it covers no day of them',
      remedy: expect.stringContaining('activity_EUR_2026-10-01_to_2026-10-31.csv'),
    });
    const euros = ledger('2026-10-01', '2026-10-31', { currencies: ['EUR'] });
    expect(gate({ imports: [mixed, euros] }).state).toBe('ok');
    expect(gate({ imports: [mixed], marks: [mark('EUR', '2026-10-01', '2026-10-31')] }).state).toBe('ok');
    // Of a later month it says nothing yet.
    const later = ledger('2026-11-01', '2026-11-30', { others: ['EUR'] });
    expect(gate({ imports: [ledger('2026-10-01', '2026-10-31'), later] }).state).toBe('ok');
  });

  const imports = [ledger(...OCTOBER), ledger('2026-09-01', '2026-09-30', { currencies: ['EUR'] })];

  it('that an earlier ledger names is asked for, until coverage.csv says that it ended', () => {
    const found = gate({ imports });
    expect(found).toMatchObject({
      state: 'open',
      why: 'no ledger file covers 2026-10-01 to 2026-10-31 in EUR (whole UTC days)',
    });
    expect(found.remedy).toContain('Itemized_balance_change_from_activity_EUR_2026-10-01_to_2026-10-31.csv');
    expect(found.remedy).toContain('stripe:eur,2026-10-01,,ended');
    expect(gate({ imports, marks: [mark('EUR', '2026-10-01', OPEN_END)] }).state).toBe('ok');
  });

  it('has its own file to fetch', () => {
    const both = [ledger('2026-10-01', '2026-10-30'), ledger('2026-10-02', '2026-10-31', { currencies: ['EUR'] })];
    expect(gate({ imports: both }).remedy).toContain(
      'with all categories: Itemized_balance_change_from_activity_EUR_2026-10-01_to_2026-10-01.csv, Itemized_balance_change_from_activity_USD_2026-10-31_to_2026-10-31.csv; or',
    );
  });

  it('that only a later ledger names is not', () => {
    const later = [ledger(...OCTOBER), ledger('2026-11-01', '2026-11-30', { currencies: ['EUR'] })];
    expect(gate({ imports: later }).state).toBe('ok');
  });

  it('that a balance summary or expects names is asked for', () => {
    const summary = gateImport({ kind: 'stripe-balance-summary', period: '2026-09-01/2026-09-30', profile: 'GBP' });
    expect(gate({ imports: [ledger(...OCTOBER), summary] }).why).toContain('in GBP');
    expect(gate({ imports: [ledger(...OCTOBER)], expects: [{ provider: 'stripe', part: 'SEK' }] }).why).toContain(
      'in SEK',
    );
  });
});

describe('a ledger whose rows are in none of the currencies that its name says', () => {
  // USD by its name, euros by its rows: name and rows vouch for no currency together (docs/inputs.md).
  const contradicted = ledger(...OCTOBER, { currencies: [] });

  it('covers nothing, also where no other file names a currency', () => {
    expect(gate({ imports: [contradicted] })).toMatchObject({
      state: 'open',
      why: 'no ledger file covers 2026-10-01 to 2026-10-31 (whole UTC days)',
    });
    expect(gate({ imports: [contradicted, ledger(...OCTOBER)] }).state).toBe('ok');
  });
});

describe('a file that holds less than its days', () => {
  it('by its category says nothing of the others', () => {
    expect(gate({ imports: [ledger(...OCTOBER, { category: 'charge' })] })).toMatchObject({
      state: 'open',
      why: 'no ledger file covers 2026-10-01 to 2026-10-31 in USD (whole UTC days); 2026-10-01.csv holds the category charge only',
    });
  });

  it('because its rows are those of payouts covers no day', () => {
    expect(
      gate({ imports: [ledger(...OCTOBER, { category: 'charge', reconciliation: 'payout reconciliation' })] }),
    ).toMatchObject({
      state: 'open',
      why: 'no ledger file covers 2026-10-01 to 2026-10-31 in USD (whole UTC days); 2026-10-01.csv is Stripe’s payout reconciliation, which has the rows of some payouts and no whole days',
    });
  });

  it('because it may have broken off is said so', () => {
    expect(gate({ imports: [ledger('2026-10-01', '2026-10-18', { unfinished: true })] }).why).toBe(
      'no ledger file covers 2026-10-19 to 2026-10-31 in USD (whole UTC days); 2026-10-01.csv ends within a line: it may have broken off, and covers the days up to 2026-10-18 only',
    );
  });
});

describe('a balance summary', () => {
  const tie = (ties: boolean) => [{ part: 'USD', from: '2026-10-01', to: '2026-10-31', ties }];

  it('that ties closes the question, whatever the files are', () => {
    const broken = [ledger('2026-10-01', '2026-10-18', { unfinished: true })];
    expect(gate({ imports: broken, balanceSummaries: tie(true) })).toMatchObject({
      state: 'ok',
      why: 'the ledger covers every UTC day of 2026-10 in USD; the balance summary in USD ties: no row is missing',
    });
    expect(gate({ imports: broken, balanceSummaries: tie(false) }).state).toBe('open');
  });

  it('of one currency says nothing of another', () => {
    const imports = [ledger(...OCTOBER, { currencies: ['EUR', 'USD'] })];
    expect(gate({ imports, balanceSummaries: tie(true) }).why).toContain(
      'the balance summary in USD ties: no row is missing; no balance summary in EUR says that no row is missing',
    );
  });
});
