import { describe, expect, it } from 'vitest';
import { ledgerOfName, ledgerRangeOfName, ledgerSpanOfName, reconciliationOfName, zoneOfName } from './ledger-range.ts';

const TITLE = 'stripe/Itemized_balance_change_from_activity';
const DAYS = '2026-10-01_to_2026-10-31';
const PREFIX = `${TITLE}_USD_${DAYS}`;
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

it('reads range and zone of a Dashboard file name', () => {
  expect(ledgerRangeOfName(`${PREFIX}.csv`)).toEqual({ ...OCTOBER, inUtc: true });
  expect(ledgerRangeOfName(`${PREFIX} (1).csv`)).toEqual({ ...OCTOBER, inUtc: true });
  expect(ledgerRangeOfName(`${PREFIX}_Etc-UTC.csv.gz`)).toEqual({ ...OCTOBER, inUtc: true });
  expect(ledgerRangeOfName(`${PREFIX}_Europe-Stockholm.csv`)).toEqual({ ...OCTOBER, inUtc: false });
  expect(ledgerRangeOfName(`${PREFIX}_America-New_York (2).csv`)).toEqual({ ...OCTOBER, inUtc: false });
  expect(ledgerRangeOfName('ledger.csv')).toBeNull();
});

/** What browsers and file managers add to a name. */
const COPIES = [
  '',
  ' (1)',
  '(1)',
  ' - Copy',
  ' - Copy (2)',
  '_1',
  '-1',
  ' copy',
  ' copy 2',
  ' 2',
  ' – Kopie',
  ' - copia',
  ' のコピー',
];

describe('the time zone of a name survives copies', () => {
  it.each(COPIES)('%j', (copy) => {
    expect(zoneOfName(`${PREFIX}_America-New_York${copy}.csv`)).toMatch(/^America\/New_York/);
    expect(zoneOfName(`${PREFIX}_Etc-GMT+5${copy}.csv.gz`)).toMatch(/^Etc\/GMT\+5$/);
    expect(zoneOfName(`${PREFIX}_Japan${copy}.csv`)).toMatch(/^Japan/);
    expect(zoneOfName(`${PREFIX}${copy}.csv`)).toBeNull();
    expect(zoneOfName(`${PREFIX}_Etc-UTC${copy}.csv`)).toBeNull();
    expect(zoneOfName(`${PREFIX}_UTC${copy}.zip`)).toBeNull();
  });

  it('is told from other words behind the range', () => {
    expect(zoneOfName(`${PREFIX}_final.csv`)).toBeNull();
    expect(zoneOfName(`${PREFIX}_Etc-GMT-1.csv`)).toBe('Etc/GMT-1');
    expect(zoneOfName(`${PREFIX}_Etc-GMT.csv`)).toBeNull();
    expect(zoneOfName(`${PREFIX}_America-Argentina-Buenos_Aires.csv`)).toBe('America/Argentina-Buenos_Aires');
  });
});

describe('currency and category of a name', () => {
  it.each([
    [`${PREFIX}.csv`, 'USD', ''],
    [`${TITLE}_${DAYS}_Etc-UTC.csv`, '', ''],
    [`${TITLE}_charge_EUR_${DAYS}.csv`, 'EUR', 'charge'],
    [`${TITLE}_dispute_reversal_USD_${DAYS} (1).csv`, 'USD', 'dispute_reversal'],
    [`${TITLE}_refund_${DAYS}.csv`, '', 'refund'],
    [`ledger_refund_USD_${DAYS}.csv`, 'USD', 'refund'],
    [`ledger_USD_${DAYS}.csv`, 'USD', ''],
    [`2026/${PREFIX}.csv.zip/${TITLE.slice(7)}_USD_${DAYS}.csv`, 'USD', ''],
  ])('%s', (name, currency, category) => {
    expect(ledgerOfName(name)).toEqual({ ...OCTOBER, inUtc: true, currency, category });
  });
});

describe('a reconciliation of payouts has the ledger’s columns, and rows of no whole days', () => {
  it.each([
    [`stripe/Itemized_payout_reconciliation_USD_${DAYS}.csv`, 'payout reconciliation'],
    [`Itemised_payout_reconciliation_USD_${DAYS}_America-Chicago (1).csv`, 'payout reconciliation'],
    ['payout_reconciliation.itemized.5.csv', 'payout reconciliation'],
    [`Itemized_ending_balance_reconciliation_EUR_${DAYS}.csv.gz`, 'ending balance reconciliation'],
  ])('%s', (name, what) => {
    expect(reconciliationOfName(name)).toBe(what);
    expect(ledgerSpanOfName(name)).toBeNull();
  });

  it('is told from the ledger by the file’s own name alone', () => {
    expect(reconciliationOfName(`payout_reconciliation/${PREFIX}.csv`)).toBe('');
    expect(ledgerSpanOfName(`payout_reconciliation/${PREFIX}.csv`)).not.toBeNull();
  });
});
