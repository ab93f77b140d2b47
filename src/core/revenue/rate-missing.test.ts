import { expect, it } from 'vitest';
import { month } from '../../../test/worlds/charges.ts';
import { rateMissing } from './rate-missing.ts';

it('an amount without a rate names the day, the pair and the row that fx.csv needs', () => {
  const source = { input: 'abcd', line: 7 };
  // One second before October in UTC.
  const row = { currency: 'EUR', atMs: Date.UTC(2026, 8, 30, 23, 59, 59), source };
  expect(rateMissing('charge ch_1', 'ch_1', row)).toEqual({
    code: 'fx-missing',
    subject: 'ch_1',
    month: month('2026-09'),
    what: 'charge ch_1 has no rate from EUR to USD on 2026-09-30',
    source,
    cause: 'EUR to USD',
    remedy: 'Add this row to fx.csv, with the rate in place of RATE: 2026-09-30,EUR,USD,RATE,',
  });
});
