import { describe, expect, it } from 'vitest';
import { usd } from '../../../test/worlds/charges.ts';
import { all, headOf, inputOf, problemsOf, tableOf } from '../../../test/worlds/export-files.ts';
import { isStripeInvoicesCsv, readStripeInvoicesCsv } from './invoices-csv.ts';

const ROW = {
  id: 'in_1',
  Customer: '',
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
      customer: '',
      status: 'paid',
      currency: 'EUR',
      subtotal: usd('20.00'),
      discounts: 0n,
      creditGrants: 0n,
      total: usd('24.00'),
      tax: usd('4.00'),
      amountDue: usd('24.00'),
      liveMode: true,
      paidOutOfBand: false,
      mayBeTrial: true,
      complete: true,
      atMs: Date.UTC(2026, 9, 3, 9, 16),
      madeMs: Date.UTC(2026, 9, 2, 8),
      payments: [],
      lineRounding: 0n,
      span: { startMs: Date.UTC(2026, 9, 3, 9, 16), endMs: Date.UTC(2026, 10, 3, 9, 16) },
      lines: [],
    });
  });

  it('say whom they are billed to', async () => {
    const invoice = await read({ Customer: 'cus_1' });
    expect(invoice?.customer).toBe('cus_1');
  });

  it('know no span when a period is empty, no tax when Tax is, and the made date when nothing was paid', async () => {
    const invoice = await read({ 'Maximum Line Item Period End (UTC)': '', Tax: '', 'Paid At (UTC)': '' });
    expect([invoice?.span, invoice?.tax, invoice?.atMs]).toEqual([null, 0n, Date.UTC(2026, 9, 2, 8)]);
  });

  it('name no date at all: that is an error, and no invoice of 1970', async () => {
    const none = { 'Date (UTC)': '', 'Paid At (UTC)': '', 'Minimum Line Item Period Start (UTC)': '' };
    const problems = await problemsOf(readStripeInvoicesCsv(inputOf(tableOf([{ ...ROW, ...none }]))));
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['missing-value', 'the invoice in_1 has no date'],
    ]);
  });

  it('take the tax from its two parts where the sum is empty, and the total as due where nothing else is said', async () => {
    const parts = { ...ROW, Tax: '', 'Exclusive Tax Amount': '3.00', 'Inclusive Tax Amount': '1.00', 'Amount Due': '' };
    const [read] = await all(readStripeInvoicesCsv(inputOf(tableOf([parts]))));
    expect([read?.invoice.tax, read?.invoice.amountDue]).toEqual([usd('4.00'), usd('24.00')]);
  });

  it('take the tax from its two parts where the sum is less: it holds one of them only', async () => {
    const taxOf = async (tax: string, exclusive: string, inclusive: string) => {
      const parts = { ...ROW, Tax: tax, 'Exclusive Tax Amount': exclusive, 'Inclusive Tax Amount': inclusive };
      return (await all(readStripeInvoicesCsv(inputOf(tableOf([parts])))))[0]?.invoice.tax;
    };
    expect(await taxOf('0.00', '0.00', '4.00')).toBe(usd('4.00'));
    expect(await taxOf('3.00', '3.00', '1.00')).toBe(usd('4.00'));
    expect(await taxOf('-4.00', '-3.00', '-1.00')).toBe(usd('-4.00'));
    expect(await taxOf('4.00', '', '0.00')).toBe(usd('4.00'));
  });

  it('of zero tell discounts from credit grants, and may name their charge', async () => {
    const zero = async (more: Record<string, string>) => {
      const rows = [{ ...ROW, Tax: '', Total: '0.00', 'Amount Due': '0.00', ...more }];
      const [read] = await all(readStripeInvoicesCsv(inputOf(tableOf(rows))));
      return [read?.invoice.discounts, read?.invoice.creditGrants, read?.invoice.payments];
    };
    expect(await zero({})).toEqual([usd('20.00'), 0n, []]);
    expect(await zero({ 'Total Discount Amount': '20.00', Charge: 'ch_1' })).toEqual([usd('20.00'), 0n, ['ch_1']]);
    expect(await zero({ 'Total Discount Amount': '5.00' })).toEqual([usd('5.00'), usd('15.00'), []]);
  });

  it('may write thousands, and a comma before the decimals', async () => {
    expect((await read({ Total: '1,204.50' }))?.total).toBe(usd('1204.50'));
    expect(await read({ Subtotal: '246,50', Tax: '49,30', Total: '295,80', 'Amount Due': '295,80' })).toMatchObject({
      subtotal: usd('246.50'),
      tax: usd('49.30'),
      total: usd('295.80'),
      amountDue: usd('295.80'),
    });
  });

  it('with a comma before the decimals write no thousands alone: of a currency of three decimals they are others', async () => {
    const text = tableOf([{ ...ROW, Currency: 'kwd', Subtotal: '1,204', Tax: '0,125', Total: '1,329' }]);
    const problems = await problemsOf(readStripeInvoicesCsv(inputOf(text)));
    expect(problems.map(({ code }) => code)).toEqual(['not-an-amount']);
    expect((await read({ Currency: 'kwd', Tax: '0,125' }))?.tax).toBe(125_000n);
  });

  it('need the line item period columns', async () => {
    const text = tableOf([ROW]).replace('Minimum Line Item Period Start (UTC)', 'x');
    const problems = await problemsOf(readStripeInvoicesCsv(inputOf(text)));
    expect(problems.map((each) => each.code)).toEqual(['missing-column']);
  });
});
