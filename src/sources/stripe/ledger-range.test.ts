import { expect, it } from 'vitest';
import { ledgerRangeOfName } from './ledger-range.ts';

const PREFIX = 'stripe/Itemized_balance_change_from_activity_USD_2026-10-01_to_2026-10-31';
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

it('reads range and zone of a Dashboard file name', () => {
  expect(ledgerRangeOfName(`${PREFIX}.csv`)).toEqual({ ...OCTOBER, inUtc: true });
  expect(ledgerRangeOfName(`${PREFIX} (1).csv`)).toEqual({ ...OCTOBER, inUtc: true });
  expect(ledgerRangeOfName(`${PREFIX}_Etc-UTC.csv.gz`)).toEqual({ ...OCTOBER, inUtc: true });
  expect(ledgerRangeOfName(`${PREFIX}_Europe-Stockholm.csv`)).toEqual({ ...OCTOBER, inUtc: false });
  expect(ledgerRangeOfName(`${PREFIX}_America-New_York (2).csv`)).toEqual({ ...OCTOBER, inUtc: false });
  expect(ledgerRangeOfName('ledger.csv')).toBeNull();
});
