import { expect, it } from 'vitest';
import { month } from '../../../../test/worlds/charges.ts';
import { rateWarnings } from './rate-warnings.ts';

/** @param rows `date currency rate`, a line each */
const told = (...rows: readonly string[]): string[] => {
  const rates = rows.map((row, at) => {
    const [date = '', currency = '', rate = ''] = row.split(' ');
    return { date, currency, rate, source: { input: 'fx', line: at + 2 } };
  });
  return rateWarnings(rates, month('2026-10')).map(
    ({ subject, what, source }) => `${source?.line} ${subject}: ${what}`,
  );
};

it('is a warning of no store', () => {
  const rates = ['1.16', '11.16'].map((rate, at) => {
    return { date: `2026-10-0${at + 1}`, currency: 'EUR', rate, source: { input: 'fx', line: at + 2 } };
  });
  expect(rateWarnings(rates, month('2026-10'))).toMatchObject([{ code: 'rate-jump', provider: '', amount: null }]);
});

it('tells of a rate that is more than a quarter off the one before, in any order of the rows', () => {
  expect(told('2026-10-02 EUR 11.16', '2026-10-01 EUR 1.16', '2026-10-05 EUR 1.17')).toEqual([
    '2 EUR 2026-10-02: EUR is 11.16 on 2026-10-02, and 1.16 on 2026-10-01',
    '4 EUR 2026-10-05: EUR is 1.17 on 2026-10-05, and 11.16 on 2026-10-02',
  ]);
  // The other direction of the pair: 1 / 1.16.
  expect(told('2026-09-30 EUR 1.16', '2026-10-01 EUR 0.8620')).toHaveLength(1);
  // 1.00 x 1.25 is 1.25.
  expect(told('2026-10-01 EUR 1.00', '2026-10-02 EUR 1.25', '2026-10-05 EUR 1.00')).toEqual([]);
  expect(told('2026-10-01 EUR 1.00', '2026-10-02 EUR 1.2501')).toHaveLength(1);
});

it('compares neither other currencies, months, assets nor rates of long ago', () => {
  expect(told('2026-10-01 EUR 1.16', '2026-10-02 JPY 0.0067')).toEqual([]);
  expect(told('2026-10 EUR 9.00', '2026-10-02 EUR 1.16')).toEqual([]);
  expect(told('2026-10-01 SOGNI 0.01', '2026-10-02 SOGNI 0.09')).toEqual([]);
  // 32 days, and 31.
  expect(told('2026-08-31 EUR 9.00', '2026-10-02 EUR 1.16')).toEqual([]);
  expect(told('2026-09-01 EUR 9.00', '2026-10-02 EUR 1.16')).toHaveLength(1);
  expect(told('2026-09-01 EUR 1.00', '2026-10-01 EUR 9.00', '2026-11-01 EUR 1.00')).toHaveLength(1);
  expect(told('2026-08-01 EUR 1.00', '2026-08-02 EUR 9.00')).toEqual([]);
});

it('compares the rates of months with that of the month before', () => {
  const ten = '2 EUR 2026-10: EUR is 11.6 on 2026-10, and 1.16 on 2026-09';
  expect(told('2026-10 EUR 11.6', '2026-09 EUR 1.16')).toEqual([ten]);
  expect(told('2026-10 EUR 1.45', '2026-09 EUR 1.16')).toEqual([]);
  expect(told('2026-10 EUR 11.6', '2026-08 EUR 1.16')).toEqual([]);
  expect(told('2026-09 EUR 11.6', '2026-08 EUR 1.16')).toEqual([]);
});

it('tells of a dollar that is not one dollar, of a day or a month', () => {
  expect(told('2026-10-01 USD 1.00', '2026-10-02 USD 1', '2026-10 USD 1.0')).toEqual([]);
  // Nor is it a jump: 1.6 is more than 1.25 times 1.
  expect(told('2026-10-01 USD 1', '2026-10-02 USD 1.6', '2026-10 USD 0.92', '2026-09 USD 0.92')).toEqual([
    '3 USD 2026-10-02: USD is 1.6 on 2026-10-02, and counts as 1',
    '4 USD 2026-10: USD is 0.92 on 2026-10, and counts as 1',
  ]);
});
