import { describe, expect, it } from 'vitest';
import { gateImport, gateInput } from '../../../../test/worlds/gate-input.ts';
import { type CoverageMark, type GateInput, OPEN_END } from './gate.ts';
import { history } from './history.ts';

const ledger = (from: string, to: string) =>
  gateImport({ covers: { from, to, currencies: ['USD'], category: '', reconciliation: '', unfinished: false } });
const mark = (provider: CoverageMark['provider'], from: string, to: string, part?: string): CoverageMark => {
  return { provider, from, to, ...(part === undefined ? {} : { part }) };
};
/** October 2026: what is asked for is October 2025 to September 2026. */
const gate = (changed: Partial<GateInput>) =>
  history(gateInput({ soldByTheYear: ['stripe'], soldThrough: ['stripe'], ...changed }));

describe('the history of annual plans', () => {
  it('is twelve months of exports or marks', () => {
    expect(gate({ imports: [ledger('2025-10-01', '2026-09-30')] })).toMatchObject({
      state: 'ok',
      why: 'exports or marks cover 2025-10 to 2026-09 of stripe',
    });
    const imports = [ledger('2026-05-01', '2026-09-30')];
    expect(gate({ imports })).toMatchObject({
      state: 'open',
      why: 'of 2025-10 to 2026-09, whose annual charges post in 2026-10, stripe has neither an export nor a mark for 2025-10-01 to 2026-04-30 in USD',
      remedy: expect.stringContaining('Itemized_balance_change_from_activity_USD_2025-10-01_to_2026-04-30.csv'),
    });
    expect(gate({ imports, marks: [mark('stripe', '2020-01-01', '2026-04-30')] }).state).toBe('ok');
  });

  it('before the first export is in opening.csv, where it has rows of the provider; a hole between exports is not', () => {
    const openings = new Map([['stripe', 2] as const]);
    const imports = [ledger('2026-05-01', '2026-06-30'), ledger('2026-08-01', '2026-09-30')];
    expect(gate({ imports, openings }).why).toContain('for 2026-07-01 to 2026-07-31 in USD');
    expect(gate({ imports: [ledger('2026-05-01', '2026-09-30')], openings })).toMatchObject({
      state: 'ok',
      why: 'exports or marks cover 2025-10 to 2026-09 of stripe, what is before 2026-05-01 by opening.csv',
    });
    expect(
      gate({ imports: [ledger('2026-05-01', '2026-09-30')], openings: new Map([['apple', 2] as const]) }).state,
    ).toBe('open');
  });

  it('is asked of Apple by days and vendors, of Google by months and profiles', () => {
    const soldByTheYear = ['apple', 'google'] as const;
    const apple = gateImport({ kind: 'apple-subscriber', period: '2026-09-12', profile: '8999' });
    const google = gateImport({ kind: 'google-earnings', period: '202609', profile: '4471-3' });
    const marks = [
      ...[mark('apple', '2025-10-01', '2026-09-11'), mark('apple', '2026-09-14', OPEN_END, '8999')],
      ...[mark('google', '2025-10-01', '2026-07-31'), mark('google', '2026-08-01', OPEN_END, '9999')],
    ];
    const found = gate({ soldByTheYear, imports: [apple, google], marks });
    expect(found.why).toContain(
      'apple has neither an export nor a mark for 2026-09-13 of vendor 8999; google has neither an export nor a mark for 202608 of profile 4471',
    );
    expect(found.remedy).toContain('Subscriber_8999_20260913.txt and so on, earnings_202608_4471-*.zip');
  });

  it('is not asked for where nothing is sold by the year', () => {
    expect(gate({ soldByTheYear: [] })).toMatchObject({ state: 'ok', why: expect.stringContaining('by the year') });
  });
});

describe('the first export of a store, before which opening.csv stands for everything', () => {
  const opened = (...providers: ('stripe' | 'apple' | 'google')[]) => ({
    ...{ soldByTheYear: providers, soldThrough: providers },
    openings: new Map(providers.map((provider) => [provider, 1])),
  });
  const apple = (period: string, profile = '') => gateImport({ kind: 'apple-subscriber', period, profile });
  const google = (period: string) => gateImport({ kind: 'google-earnings', period });
  const costs = gateImport({ kind: 'costs', period: '2026-01-01' });

  it('is that of any part of it: its own day is asked of every part', () => {
    // Vendor 8001 begins on 29 September, 8002 on the day after: of 8002 the 29th is missing.
    const imports = [apple('2026-09-29', '8001'), apple('2026-09-30', '8001'), apple('2026-09-30', '8002')];
    expect(gate({ ...opened('apple'), imports }).why).toContain(
      'apple has neither an export nor a mark for 2026-09-29 of vendor 8002',
    );
  });

  it('is none of a file that tells no day, and none where there are other files only', () => {
    const why = (provider: 'stripe' | 'apple' | 'google', ...imports: GateInput['imports']) =>
      gate({ ...opened(provider), imports }).why;
    const cover = 'exports or marks cover 2025-10 to 2026-09 of';
    expect(why('apple', apple(''), apple('2026-09-30'))).toBe(
      `${cover} apple, what is before 2026-09-30 by opening.csv`,
    );
    expect(why('google', google(''), google('202609'))).toBe(
      `${cover} google, what is before 2026-09-01 by opening.csv`,
    );
    for (const provider of ['stripe', 'apple', 'google'] as const)
      expect(why(provider, costs)).toBe(`${cover} ${provider}`);
  });

  it('is told of each store', () => {
    const imports = [ledger('2026-09-01', '2026-09-30'), apple('2026-09-30')];
    expect(gate({ ...opened('stripe', 'apple'), imports }).why).toBe(
      'exports or marks cover 2025-10 to 2026-09 of stripe, what is before 2026-09-01 by opening.csv; apple, what is before 2026-09-30 by opening.csv',
    );
  });
});
