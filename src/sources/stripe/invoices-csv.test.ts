import { describe, expect, it } from 'vitest';
import { usd } from '../../../test/charges.ts';
import { all, headOf, inputOf, problemsOf, tableOf } from '../../../test/export-files.ts';
import { isStripeInvoicesCsv, readStripeInvoicesCsv } from './invoices-csv.ts';

const ROW = {
  id: 'in_1',
  'Amount Due': '24.00',
  Currency: 'eur',
  'Date (UTC)': '2026-10-02 08:00',
  'Paid At (UTC)': '2026-10-03 09:16',
  'Minimum Line Item Period Start (UTC)': '2026-10-03 09:16',
  'Maximum Line Item Period End (UTC)': '2026-11-03 09:16',
  'Period Start (UTC)': '2026-09-03 09:16',
  'Period End (UTC)': '2026-10-03 09:16',
  Subscription: 'sub_1',
  Subtotal: '20.00',
  Tax: '4.00',
  Total: '24.00',
  Status: 'Paid',
};
const read = async (row: Partial<Record<keyof typeof ROW, string>> = {}) =>
  (await all(readStripeInvoicesCsv(inputOf(tableOf([{ ...ROW, ...row }]))))).map((each) => each.invoice)[0];

describe('the Dashboard’s invoices', () => {
  it('take the line item periods, never Period Start/End', async () => {
    expect(isStripeInvoicesCsv(headOf(tableOf([ROW])))).toBe(true);
    expect(await read()).toEqual({
      id: 'in_1',
      from: 'csv',
      subscription: 'sub_1',
      status: 'paid',
      currency: 'EUR',
      subtotal: usd('20.00'),
      total: usd('24.00'),
      tax: usd('4.00'),
      amountDue: usd('24.00'),
      liveMode: true,
      paidOutOfBand: false,
      complete: true,
      atMs: Date.UTC(2026, 9, 3, 9, 16),
      span: { startMs: Date.UTC(2026, 9, 3, 9, 16), endMs: Date.UTC(2026, 10, 3, 9, 16) },
      lines: [],
    });
  });

  it('know no span when a period is empty, no tax when Tax is, and the made date when nothing was paid', async () => {
    const invoice = await read({ 'Maximum Line Item Period End (UTC)': '', Tax: '', 'Paid At (UTC)': '' });
    expect([invoice?.span, invoice?.tax, invoice?.atMs]).toEqual([null, 0n, Date.UTC(2026, 9, 2, 8)]);
  });

  it('may write thousands', async () => {
    expect((await read({ Total: '1,204.50' }))?.total).toBe(usd('1204.50'));
  });

  it('need the line item period columns', async () => {
    const text = tableOf([ROW]).replace('Minimum Line Item Period Start (UTC)', 'x');
    const problems = await problemsOf(readStripeInvoicesCsv(inputOf(text)));
    expect(problems.map((each) => each.code)).toEqual(['missing-column']);
  });
});
