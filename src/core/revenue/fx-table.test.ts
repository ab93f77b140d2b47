import { describe, expect, it } from 'vitest';
import { type FxRow, fxRowOn, fxTable, rateOfRow } from './fx-table.ts';

const rateOn = (rows: readonly FxRow[], at: string, currency = 'EUR'): string | null | undefined => {
  const rate = fxTable(rows).rateOn(currency, Date.parse(at));
  return rate === undefined || rate === null ? rate : rate.toFixed();
};
const eur = (date: string, rate: string): FxRow => ({ date, currency: 'EUR', rate });

describe('the rate of a date (R3)', () => {
  it('is the row of the UTC date', () => {
    const rows = [eur('2026-10-30', '1.07'), eur('2026-10-31', '1.08'), eur('2026-11-01', '1.09')];
    expect(rateOn(rows, '2026-10-31T23:59:59.999Z')).toBe('1.08');
    expect(rateOn(rows, '2026-11-01T00:00:00Z')).toBe('1.09');
  });

  it('else the last one within seven days before, over the turn of a month too', () => {
    const rows = [eur('2026-10-28', '1.07'), eur('2026-10-29', '1.08')];
    expect(rateOn(rows, '2026-11-01T09:00:00Z')).toBe('1.08');
    // Seven days after the 29th still, the eighth not.
    expect(rateOn(rows, '2026-11-05T23:59:59Z')).toBe('1.08');
    expect(rateOn(rows, '2026-11-06T00:00:00Z')).toBeUndefined();
  });

  it('stands in a row that can be named: the one that the table takes', () => {
    const rows = [eur('2026-10', '1.05'), eur('2026-10-28', '1.07'), eur('2026-10-29', '1.08'), eur('2026-11', '1.1')];
    const found = (at: string, currency = 'EUR') => fxRowOn(rows, currency, Date.parse(at))?.date;
    const days = ['2026-10-01', '2026-10-28', '2026-10-31', '2026-11-05', '2026-11-06', '2026-12-01'];
    expect(days.map((day) => found(day))).toEqual([
      '2026-10',
      '2026-10-28',
      '2026-10-29',
      '2026-10-29',
      '2026-11',
      undefined,
    ]);
    for (const day of days) expect(rateOn(rows, day)).toBe(rows.find(({ date }) => date === found(day))?.rate);
    expect(found('2026-10-28', 'GBP')).toBeUndefined();
    expect(fxRowOn([eur('2026-10', '1'), eur('2026-10', '2')], 'EUR', Date.UTC(2026, 9, 5))?.rate).toBe('2');
  });

  it('never a later one', () => {
    expect(rateOn([eur('2026-11-02', '1.08')], '2026-11-01T09:00:00Z')).toBeUndefined();
  });

  it('else the row of its month, and a daily one goes before it', () => {
    const rows = [eur('2026-11', '1.10'), eur('2026-10', '1.05'), eur('2026-10-29', '1.08')];
    expect(rateOn(rows, '2026-11-05T00:00:00Z')).toBe('1.08');
    expect(rateOn(rows, '2026-11-06T00:00:00Z')).toBe('1.1');
    expect(rateOn(rows, '2026-12-06T00:00:00Z')).toBeUndefined();
  });

  it('the pair as given: another currency says nothing, the dollar needs none', () => {
    expect(rateOn([eur('2026-11-01', '1.08')], '2026-11-01T09:00:00Z', 'GBP')).toBeUndefined();
    expect(rateOn([{ date: '2026-11-01', currency: 'USD', rate: '2' }], '2026-11-01T09:00:00Z', 'USD')).toBeNull();
  });
});

describe('one table, asked again and again', () => {
  const table = fxTable([
    ...[eur('2026-10-01', '1.1'), eur('2026-10-20', '1.2')],
    { date: '2026-10-20', currency: 'GBP', rate: '1.3' },
  ]);
  const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);

  it('has the rate of every day and currency, whatever it was asked before', () => {
    const asked = [
      ['EUR', '2026-10-01'],
      ['EUR', '2026-10-20'],
      ['GBP', '2026-10-20'],
      ['GBP', '2026-10-01'],
      ['EUR', '2026-10-01'],
    ] as const;
    expect(asked.map(([currency, day]) => table.rateOn(currency, at(day))?.toString())).toEqual([
      ...['1.1', '1.2', '1.3', undefined, '1.1'],
    ]);
  });

  it('has for a row of a charge the charge’s rate; in another currency, and without a charge, that of its own day', () => {
    const charge = { currency: 'EUR', atMs: at('2026-10-01') };
    const refund = { currency: 'EUR', atMs: at('2026-10-20') };
    expect(rateOfRow(table, refund, charge)?.toString()).toBe('1.1');
    expect(rateOfRow(table, { ...refund, currency: 'GBP' }, charge)?.toString()).toBe('1.3');
    expect(rateOfRow(table, refund, undefined)?.toString()).toBe('1.2');
  });
});
