import { describe, expect, it } from 'vitest';
import { addMonths, monthOf } from '../month/month.ts';
import { frozenFxTable, fxTable } from './fx-table.ts';

const AUGUST = monthOf(2026, 8);
const table = (...rates: [string, string][]) => fxTable(rates.map(([date, rate]) => ({ date, currency: 'EUR', rate })));
const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);

describe('rates after the close (R3)', () => {
  // Made anew for each: a table remembers what it was asked.
  const frozen = () =>
    frozenFxTable(table(['2026-07', '1.7'], ['2026-08', '1.8'], ['2026-09', '1.9'], ['2026-10', '2']), [
      { month: AUGUST, table: table(['2026-08-03', '1.1'], ['2026-09-01', '7'], ['2026-09', '8']) },
      { month: addMonths(AUGUST, 1), table: table(['2026-08-03', '1.2'], ['2026-09', '1.3'], ['2026-07', '1.4']) },
    ]);

  it.each([
    ['of a final month is the one that it computed with', '2026-08-03', '1.1'],
    ['that it found in the days before stays found there', '2026-08-10', '1.1'],
    ['that it lacked is the next final month’s', '2026-09-20', '1.3'],
    ['after a final month is never that month’s, though it has one', '2026-09-02', '1.3'],
    ['before the first month is the first that there was', '2026-07-15', '1.4'],
    ['that no final month had is today’s', '2026-08-20', '1.8'],
    ['of an open month is today’s', '2026-10-05', '2'],
  ])('a rate %s', (_, day, rate) => {
    expect(frozen().rateOn('EUR', at(day))?.toString()).toBe(rate);
  });

  it('the dollar has none, and an unknown currency neither', () => {
    expect(frozen().rateOn('USD', at('2026-08-03'))).toBeNull();
    expect(frozen().rateOn('GBP', at('2026-08-03'))).toBeUndefined();
  });
});
