import { describe, expect, it } from 'vitest';
import { googlePeriodOfName } from './google/report-period.ts';
import { NOTHING_TOLD } from './reading/told-by-name.ts';
import { ledgerSpanOfName } from './stripe/ledger-range.ts';
import { stripeStatementOfName } from './stripe/report-period.ts';

function shown(span: { readonly said: string; readonly fromMs: number; readonly beforeMs: number } | null): unknown {
  return span && [span.said, new Date(span.fromMs).toISOString(), new Date(span.beforeMs).toISOString()];
}

describe('when the rows of a file can have happened, by its name', () => {
  it.each([
    // Pacific summer time begins 7 hours later, winter time 8: October ends in summer time, and might in winter time.
    ['google/PlayApps_202610.csv', '2026-10', '2026-10-01T07:00:00.000Z', '2026-11-01T08:00:00.000Z'],
    [
      'earnings_202612_777-1.zip/PlayApps_202612.csv',
      '2026-12',
      '2026-12-01T07:00:00.000Z',
      '2027-01-01T08:00:00.000Z',
    ],
  ])('%s', (name, ...expected) => {
    expect(shown(googlePeriodOfName(name).span)).toEqual(expected);
  });

  it.each([
    ['..._USD_2026-10-01_to_2026-10-31.csv', '2026-10-01', '2026-10-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z'],
    ['..._USD_2026-10-01_to_2026-10-31 (1).csv', '2026-10-01', '2026-10-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z'],
    [
      '..._2026-10-01_to_2026-10-31_Asia-Tokyo.csv',
      '2026-10-01',
      '2026-09-30T00:00:00.000Z',
      '2026-11-02T00:00:00.000Z',
    ],
  ])('%s', (name, from, ...expected) => {
    expect(shown(ledgerSpanOfName(name))).toEqual([`${from} to 2026-10-31`, ...expected]);
  });

  it.each([
    'ledger.csv',
    '2026-10-31_to_2026-10-01.csv',
    '_2026-02-30_to_2026-03-01.csv',
    '_2026-13-01_to_2026-13-02.csv',
  ])('no times are told by %s', (name) => {
    expect(ledgerSpanOfName(name)).toBeNull();
  });

  it.each(['earnings.csv', 'PlayApps_202613.csv'])('no times are told by %s', (name) => {
    expect(googlePeriodOfName(name).span).toBeNull();
  });
});

describe('what a summary of Stripe’s is of, by its name', () => {
  it('is its days and currency', () => {
    expect(stripeStatementOfName('Balance_change_from_activity_USD_2026-10-01_to_2026-10-31_UTC.csv')).toEqual({
      ...NOTHING_TOLD,
      period: '2026-10-01/2026-10-31',
      profile: 'USD',
    });
  });

  it('is no day where it sums up payouts', () => {
    const { warning, ...told } = stripeStatementOfName('Payout_reconciliation_USD_2026-10-01_to_2026-10-31.csv');
    expect({ ...told, warning: null }).toEqual(NOTHING_TOLD);
    expect(warning).toContain('sums up Stripe’s payout reconciliation, and no whole days');
  });
});
