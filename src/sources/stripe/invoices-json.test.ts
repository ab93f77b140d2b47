import { describe, expect, it } from 'vitest';
import { usd } from '../../../test/worlds/charges.ts';
import { problemsOf } from '../../../test/worlds/export-files.ts';
import { apiInvoice, apiLine, readInvoices, seconds } from '../../../test/worlds/stripe-exports.ts';
import { readInvoice, writeInvoice } from './invoice-body.ts';

/** The same invoice as `apiInvoice`, in the shape from API version 2025-03-31.basil on. */
const BASIL_LINE = {
  id: 'il_1',
  object: 'line_item',
  amount: 2000,
  period: { start: seconds('2026-10-03T09:16:00Z'), end: seconds('2026-11-03T09:16:00Z') },
  discount_amounts: [],
  parent: {
    type: 'subscription_item_details',
    invoice_item_details: null,
    subscription_item_details: { proration: false, subscription: 'sub_1' },
  },
  pricing: { price_details: { price: 'price_m', product: 'prod_1' } },
  taxes: [],
};
const BASIL = {
  id: 'in_1',
  object: 'invoice',
  status: 'paid',
  currency: 'usd',
  livemode: true,
  parent: { type: 'subscription_details', subscription_details: { subscription: 'sub_1' } },
  subtotal: 2000,
  total: 2000,
  amount_due: 2000,
  total_taxes: [],
  created: seconds('2026-10-03T09:00:00Z'),
  status_transitions: { finalized_at: seconds('2026-10-03T09:10:00Z'), paid_at: seconds('2026-10-03T09:16:18Z') },
  lines: { object: 'list', data: [BASIL_LINE], has_more: false },
};

describe('invoices of Stripe’s API', () => {
  it('read the shape before basil', async () => {
    expect(await readInvoices(apiInvoice())).toEqual([
      {
        id: 'in_1',
        from: 'json',
        subscription: 'sub_1',
        customer: '',
        status: 'paid',
        currency: 'USD',
        subtotal: usd('20.00'),
        discounts: 0n,
        creditGrants: 0n,
        total: usd('20.00'),
        tax: 0n,
        amountDue: usd('20.00'),
        liveMode: true,
        paidOutOfBand: false,
        mayBeTrial: false,
        complete: true,
        atMs: Date.UTC(2026, 9, 3, 9, 16, 18),
        madeMs: Date.UTC(2026, 9, 3, 9),
        payments: [],
        lineRounding: 0n,
        span: null,
        lines: [
          {
            id: 'il_1',
            price: 'price_m',
            startMs: Date.UTC(2026, 9, 3, 9, 16),
            endMs: Date.UTC(2026, 10, 3, 9, 16),
            proration: false,
            weight: usd('20.00'),
          },
        ],
      },
    ]);
  });

  it('read the basil shape as the same', async () => {
    expect(await readInvoices(BASIL)).toEqual(await readInvoices(apiInvoice()));
  });

  it.each([
    // 20.00 less 5.00 and 1.00 of discounts.
    [
      'discounts',
      {
        discount_amounts: [
          { amount: 500, discount: 'di_1' },
          { amount: 100, discount: 'di_2' },
        ],
      },
      '14.00',
    ],
    // 20.00 with 3.33 of tax in it; exclusive tax stands beside the amount.
    [
      'inclusive tax, old',
      {
        tax_amounts: [
          { amount: 333, inclusive: true },
          { amount: 80, inclusive: false },
        ],
      },
      '16.67',
    ],
    [
      'inclusive tax, basil',
      {
        taxes: [
          { amount: 333, tax_behavior: 'inclusive' },
          { amount: 80, tax_behavior: 'exclusive' },
        ],
      },
      '16.67',
    ],
    // Both shapes at once say it twice: it counts once.
    [
      'both shapes',
      { taxes: [{ amount: 333, tax_behavior: 'inclusive' }], tax_amounts: [{ amount: 333, inclusive: true }] },
      '16.67',
    ],
    // Of what paid before tax only credit grants count here: discounts stand there too.
    [
      'credit grants',
      {
        discount_amounts: [{ amount: 500, discount: 'di_1' }],
        pretax_credit_amounts: [
          { type: 'discount', amount: 500, discount: 'di_1' },
          { type: 'credit_balance_transaction', amount: 300, credit_balance_transaction: 'cbtxn_1' },
        ],
      },
      '12.00',
    ],
    ['an unused time', { amount: -1234, proration: true }, '-12.34'],
  ])('weigh a line without %s', async (_what, line, weight) => {
    const [invoice] = await readInvoices(apiInvoice({}, [apiLine(line)]));
    expect(invoice?.lines[0]?.weight).toBe(usd(weight));
  });

  it.each([
    ['total_taxes', { total_taxes: [{ amount: 300 }, { amount: 33 }], total_tax_amounts: null }],
    ['total_tax_amounts', { total_tax_amounts: [{ amount: 333 }] }],
    ['tax', { total_tax_amounts: null, tax: 333 }],
    ['tax of a percentage, in no list', { total_tax_amounts: [], tax: 333, tax_percent: 10 }],
  ])('take customer tax from %s', async (_where, invoice) => {
    expect((await readInvoices(apiInvoice(invoice)))[0]?.tax).toBe(usd('3.33'));
  });

  it('find proration in either shape', async () => {
    const item = (parent: unknown) => apiLine({ proration: undefined, parent });
    const lines = [
      apiLine({ id: 'il_1', proration: true }),
      { ...item({ invoice_item_details: { proration: true }, subscription_item_details: null }), id: 'il_2' },
      { ...item({ subscription_item_details: { proration: false } }), id: 'il_3' },
    ];
    const [invoice] = await readInvoices(apiInvoice({}, lines));
    expect(invoice?.lines.map((line) => line.proration)).toEqual([true, true, false]);
  });

  it('find the subscription in the invoice or in its lines, by id or object', async () => {
    const none = { subscription: null };
    const subscriptions = async (invoice: Record<string, unknown>, line: Record<string, unknown> = {}) =>
      (await readInvoices(apiInvoice(invoice, [apiLine(line)])))[0]?.subscription;
    expect(await subscriptions({ subscription: { id: 'sub_2' } })).toBe('sub_2');
    expect(await subscriptions(none, { subscription: 'sub_3' })).toBe('sub_3');
    expect(await subscriptions(none, { parent: { subscription_item_details: { subscription: 'sub_4' } } })).toBe(
      'sub_4',
    );
    expect(await subscriptions(none, { parent: { invoice_item_details: { subscription: 'sub_5' } } })).toBe('sub_5');
    expect(await subscriptions(none)).toBe('');
  });

  it('find the price as id or object, or as a plan', async () => {
    const price = async (line: Record<string, unknown>) =>
      (await readInvoices(apiInvoice({}, [apiLine(line)])))[0]?.lines[0]?.price;
    expect(await price({ price: null, plan: { id: 'plan_old' } })).toBe('plan_old');
    expect(await price({ price: null, pricing: { price_details: { price: { id: 'price_x' } } } })).toBe('price_x');
    expect(await price({ price: null })).toBe('');
  });

  it('name their payments in either shape', async () => {
    const payments = async (invoice: Record<string, unknown>) => (await readInvoices(apiInvoice(invoice)))[0]?.payments;
    expect(await payments({ charge: 'ch_1', payment_intent: { id: 'pi_1' } })).toEqual(['ch_1', 'pi_1']);
    // Two partial payments.
    const data = [
      { payment: { type: 'payment_intent', payment_intent: 'pi_3' } },
      { payment: { type: 'charge', charge: 'ch_2' } },
      { payment: { type: 'payment_intent', payment_intent: 'pi_3', charge: null } },
    ];
    expect(await payments({ payments: { object: 'list', data } })).toEqual(['ch_2', 'pi_3']);
    expect(await payments({ charge: null, payments: null })).toEqual([]);
  });

  it('of inclusive tax each line may miss its part by one minor unit', async () => {
    const inclusive = { taxes: [{ amount: 333, tax_behavior: 'inclusive' }] };
    const rounding = async (currency: string, ...lines: Record<string, unknown>[]) =>
      (await readInvoices(apiInvoice({ currency }, lines)))[0]?.lineRounding;
    expect(await rounding('usd', apiLine(inclusive), apiLine({ id: 'il_2' }))).toBe(usd('0.02'));
    expect(await rounding('jpy', apiLine(inclusive))).toBe(usd('1'));
    expect(await rounding('usd', apiLine())).toBe(0n);
  });

  it.each([
    // Before 2025-03-31.basil: in a word. 20.00 are due.
    [{ paid_out_of_band: true }, true, undefined],
    [{ paid_out_of_band: false }, false, true],
    [{ paid_out_of_band: false, amount_paid_off_stripe: 2000 }, false, true],
    // From 2026-05-27.dahlia on: by how much, where that was asked for.
    [{ amount_paid_off_stripe: 2000 }, true, undefined],
    [{ amount_paid_off_stripe: 2500 }, true, undefined],
    [{ amount_paid_off_stripe: 1999 }, false, true],
    [{ amount_paid_off_stripe: 0 }, false, true],
    [{ amount_due: 0, amount_paid_off_stripe: 0 }, false, true],
    // In between: nothing.
    [{}, false, undefined],
    [{ paid_out_of_band: null, amount_paid_off_stripe: null }, false, undefined],
  ])('say whether they were paid outside Stripe: %j', async (said, paidOutOfBand, deniesOutOfBand) => {
    const [invoice] = await readInvoices({ ...BASIL, ...said });
    expect([invoice?.paidOutOfBand, invoice?.deniesOutOfBand]).toEqual([paidOutOfBand, deniesOutOfBand]);
  });

  it('an old invoice without a status is what it says of its payment', async () => {
    const status = async (invoice: Record<string, unknown>) =>
      (await readInvoices(apiInvoice({ status: null, ...invoice })))[0]?.status;
    expect([await status({ paid: true }), await status({ paid: false }), await status({})]).toEqual([
      'paid',
      'draft',
      'draft',
    ]);
  });

  it('need a date: none is of 1970', async () => {
    for (const created of [null, 0]) {
      const problems = await problemsOf(readInvoices(apiInvoice({ created, status_transitions: {} })));
      expect(problems.map(({ code, message }) => [code, message])).toEqual([
        ['bad-json', 'the invoice in_1 is not as the API writes it: created (expected the date of the invoice)'],
      ]);
    }
  });

  it('sort lines by id and say when some are not there', async () => {
    const lines = [apiLine({ id: 'il_b' }), apiLine({ id: 'il_a' })];
    const [invoice] = await readInvoices(apiInvoice({ lines: { data: lines, has_more: true } }));
    expect(invoice?.lines.map((line) => line.id)).toEqual(['il_a', 'il_b']);
    expect(invoice?.complete).toBe(false);
  });

  it('count minor units of the currency', async () => {
    const total = async (currency: string) => (await readInvoices(apiInvoice({ currency, total: 2300 })))[0]?.total;
    expect(await total('usd')).toBe(usd('23'));
    expect(await total('jpy')).toBe(usd('2300'));
    expect(await total('kwd')).toBe(usd('2.3'));
    // Sent as hundredths although they have none.
    expect(await total('isk')).toBe(usd('23'));
  });

  it('refuse amounts that are no whole number of minor units', async () => {
    for (const total of [19.99, '2000', 2 ** 53, null]) {
      const problems = await problemsOf(readInvoices(apiInvoice({ total })));
      expect([...new Set(problems.map((each) => each.code))]).toEqual(['bad-json']);
    }
  });
});

describe('an invoice as it is kept', () => {
  it('comes back as it was', async () => {
    const [invoice] = await readInvoices(apiInvoice({}, [apiLine(), apiLine({ id: 'il_2', amount: -1 })]));
    if (invoice === undefined) throw new Error('there is an invoice');
    expect(readInvoice(writeInvoice(invoice))).toEqual(invoice);
    // An id is no amount, whatever it looks like.
    const named = { ...invoice, customer: '12n', subscription: '-3n', payments: ['4n'] };
    expect(readInvoice(writeInvoice(named))).toEqual(named);
    expect(readInvoice('{"id":"in_1","total":"-5n"}')).toEqual({ id: 'in_1', total: -5n, customer: '' });
  });
});
