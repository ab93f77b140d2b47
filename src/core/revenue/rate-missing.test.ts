import { expect, it } from 'vitest';
import { rateMissing } from './rate-missing.ts';

it('an amount without a rate names the day, the pair and the row that fx.csv needs', () => {
  // One second before October in UTC.
  expect(rateMissing('charge ch_1', 'EUR', Date.UTC(2026, 8, 30, 23, 59, 59))).toEqual({
    code: 'fx-missing',
    what: 'charge ch_1 has no rate from EUR to USD on 2026-09-30',
    cause: 'EUR to USD',
    remedy: 'Add this row to fx.csv, with the rate in place of RATE: 2026-09-30,EUR,USD,RATE,',
  });
});
