import { describe, expect, it } from 'vitest';
import { appleRefund, appleRow, readApple } from '../../../test/worlds/apple-exports.ts';
import { byPurchaseDay, subscriberAndProduct } from './purchase-days.ts';

const sale = (day: string, more: Record<string, string> = {}) => appleRow({ 'Event Date': `2026-10-${day}`, ...more });
const refund = (bought: string, more: Record<string, string> = {}) =>
  appleRefund({ 'Purchase Date': bought === '' ? ' ' : `2026-10-${bought}`, ...more });
const CHEAP = { 'Customer Price': '5.00', 'Developer Proceeds': '3.50' };
const CHEAP_BACK = { 'Customer Price': '-5.00', 'Developer Proceeds': '-3.50' };
const EURO = { 'Customer Currency': 'EUR', 'Proceeds Currency': 'EUR' };

/** The groups by their day, with the kinds of their rows. */
async function groups(...rows: Record<string, string>[]): Promise<Record<string, string[]>> {
  const read = (await readApple(rows)).map((row) => ({ ...row, source: { input: 'a', line: row.line } }));
  const grouped = byPurchaseDay(read, ({ kind }) => kind !== 'refund');
  return Object.fromEntries(grouped.map((own) => [own[0]?.group.slice(-5) ?? '', own.map(({ kind }) => kind)]));
}

describe('a refund whose Purchase Date is one day off', () => {
  it('finds the sale of the day before or after', async () => {
    expect(await groups(sale('10'), refund('09'))).toEqual({ '10-10': ['sale', 'refund'] });
    expect(await groups(sale('10'), refund('11'))).toEqual({ '10-10': ['sale', 'refund'] });
    expect(await groups(refund('11'), sale('10'))).toEqual({ '10-10': ['refund', 'sale'] });
  });

  it('two days off finds none', async () => {
    expect(await groups(sale('10'), refund('12'))).toEqual({ '10-10': ['sale'], '10-12': ['refund'] });
  });

  it('stays with a sale of its own day', async () => {
    expect(await groups(sale('10'), sale('11'), refund('11'))).toEqual({
      '10-10': ['sale'],
      '10-11': ['sale', 'refund'],
    });
  });

  it('between two sales finds the one of its amount, else none', async () => {
    expect(await groups(sale('10'), sale('12', CHEAP), refund('11', CHEAP_BACK))).toEqual({
      '10-10': ['sale'],
      '10-12': ['sale', 'refund'],
    });
    expect(await groups(sale('10'), sale('12'), refund('11'))).toEqual({
      '10-10': ['sale'],
      '10-11': ['refund'],
      '10-12': ['sale'],
    });
  });

  it('passes by a sale in another currency, and a free trial', async () => {
    const trial = { 'Customer Price': '0.00', 'Developer Proceeds': '0.00' };
    expect(await groups(sale('10', EURO), sale('12'), refund('11'))).toEqual({
      '10-10': ['sale'],
      '10-12': ['sale', 'refund'],
    });
    expect(await groups(sale('10', trial), refund('11'))).toEqual({ '10-10': ['sale'], '10-11': ['refund'] });
  });

  it('without a date finds none', async () => {
    expect(Object.keys(await groups(sale('10'), refund('')))).toHaveLength(2);
  });
});

describe('what belongs to a subscriber and product', () => {
  it.each([
    ['55-67-2026-10-10', '55-67'],
    ['55-67-unknown', '55-67-unknown'],
    ['an opening’s id', 'an opening’s id'],
  ])('%s', (group, family) => {
    expect(subscriberAndProduct(group)).toBe(family);
  });
});
