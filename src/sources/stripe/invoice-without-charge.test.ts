import { describe, expect, it } from 'vitest';
import { month, usd } from '../../../test/worlds/charges.ts';
import { apiInvoice, apiLine, csvInvoice, readInvoices } from '../../../test/worlds/stripe-exports.ts';
import { DecisionBook, type DecisionName } from '../../core/close/decision.ts';
import { judgePayment, noChargeReason, reasonInTerm } from './invoice-without-charge.ts';

const zero = { total: 0, amount_due: 0 };
const free = apiLine({ amount: 0, description: 'Trial period for Unlimited' });
const grant = { type: 'credit_balance_transaction', amount: 2000 };

describe('invoices without a charge (R4)', () => {
  it.each([
    ['trial', { ...zero, subtotal: 0 }, [free]],
    // Nothing says that it is none.
    ['trial', { ...zero, subtotal: 0 }, [apiLine({ amount: 0 })]],
    [
      'coupon',
      { ...zero, total_discount_amounts: [{ amount: 2000 }] },
      [apiLine({ discount_amounts: [{ amount: 2000 }] })],
    ],
    // A discount of the item itself is in the subtotal already.
    ['coupon', { ...zero, subtotal: 0 }, [apiLine({ discount_amounts: [{ amount: 2000 }] })]],
    [
      'paid-by-credit',
      { ...zero, total_pretax_credit_amounts: [grant] },
      [apiLine({ pretax_credit_amounts: [grant] })],
    ],
    // 5.00 of unused time of one plan pays for 5.00 of another.
    [
      'netted-out',
      { ...zero, subtotal: 0 },
      [apiLine({ amount: -500, proration: true }), apiLine({ id: 'il_2', amount: 500, proration: true })],
    ],
    // The days before an anchored first period are free, and no trial.
    [
      'zero-price',
      { ...zero, subtotal: 0 },
      [apiLine({ amount: 0, description: '1 × Unlimited (at $20.00 / month)' })],
    ],
    ['zero-price', { ...zero, subtotal: 0 }, [apiLine({ amount: 0, proration: true })]],
    ['out-of-band', { ...zero, subtotal: 0, paid_out_of_band: true }, [apiLine({ amount: 0 })]],
    ['paid-by-credit', { total: 2000, amount_due: 0 }, [apiLine()]],
    ['out-of-band', { total: 2000, amount_due: 2000, paid_out_of_band: true }, [apiLine()]],
    ['no-ledger-row', { total: 2000, amount_due: 2000 }, [apiLine()]],
    ['credited-to-balance', { total: -2000, amount_due: 0 }, [apiLine({ amount: -2000 })]],
    ['test-mode', { livemode: false, total: 0 }, [apiLine()]],
    [null, { status: 'open' }, [apiLine()]],
    [null, { status: 'void' }, [apiLine()]],
    // It may be paid: what is not known is never taken for unpaid.
    ['no-ledger-row', { status: 'settled', total: 2000, amount_due: 2000 }, [apiLine()]],
    ['coupon', { ...zero, status: 'settled', total_discount_amounts: [{ amount: 2000 }] }, [apiLine()]],
    [null, { subscription: null }, [apiLine()]],
  ])('%s: %j', async (reason, invoice, lines) => {
    const [known] = await readInvoices(apiInvoice(invoice, lines));
    expect(known === undefined ? undefined : noChargeReason(known)).toBe(reason);
  });

  it.each([
    ['trial', { subtotal: 0n }],
    ['coupon', { discounts: usd('20.00') }],
    ['coupon', { subtotal: 0n, discounts: usd('20.00') }],
    ['paid-by-credit', { creditGrants: usd('20.00') }],
  ])('%s, from CSV', (reason, invoice) => {
    expect(noChargeReason(csvInvoice({ total: 0n, amountDue: 0n, ...invoice }))).toBe(reason);
  });

  it('a zero inside a term that was paid before is no trial', () => {
    expect([true, false].map((overlaps) => reasonInTerm('trial', overlaps))).toEqual(['netted-out', 'trial']);
    expect(reasonInTerm('coupon', true)).toBe('coupon');
  });
});

describe('a payment that no ledger has', () => {
  const cover = {
    from: '2026-10-01',
    to: '2026-10-31',
    currencies: ['USD'],
    category: '',
    reconciliation: '',
    unfinished: false,
  };
  const payment = {
    ...{
      id: 'in_1',
      customer: 'cus_1',
      status: 'paid',
      currency: 'EUR',
      total: usd('199.00'),
      source: { input: 'a', line: 2 },
    },
    atMs: Date.parse('2026-10-06T10:00:00Z'),
  };
  const decided = (decision: DecisionName) =>
    new DecisionBook([
      {
        ...{ code: 'missing-ledger-row', subject: 'in_1', month: month('2026-10'), decision, note: 'bank transfer' },
        ...{ by: 'ann', at: '', finalMonth: null },
      },
    ]);
  const judge = (covers: readonly (typeof cover)[], decisions = new DecisionBook([])) =>
    judgePayment(payment, covers, decisions);

  it('names a status that is not known', () => {
    const { finding } = judgePayment({ ...payment, status: 'settled' }, [cover], new DecisionBook([]));
    expect(finding?.what).toBe(
      'invoice in_1 of cus_1 of the unknown status "settled" may have been paid on 2026-10-06 (199.000000 EUR), and no ledger has its row',
    );
  });

  it('is missing money on a day that a ledger of any currency covers', () => {
    const { reason, finding } = judge([cover]);
    expect(reason).toBeNull();
    expect(finding).toEqual({
      code: 'missing-ledger-row',
      subject: 'in_1',
      month: month('2026-10'),
      what: 'invoice in_1 of cus_1 was paid on 2026-10-06 (199.000000 EUR), and no ledger has its row',
      source: { input: 'a', line: 2 },
      cause: 'cus_1',
    });
    expect(judge([{ ...cover, category: 'charge' }]).finding).not.toBeNull();
  });

  it('is not on another day, or where the ledger holds no charges', () => {
    const left = { reason: 'no-ledger-row', finding: null };
    expect(judge([])).toEqual(left);
    expect(judge([{ ...cover, from: '2026-10-07' }])).toEqual(left);
    expect(judge([{ ...cover, category: 'refund' }])).toEqual(left);
    expect(judge([{ ...cover, reconciliation: 'payout reconciliation' }])).toEqual(left);
    expect(judge([{ ...cover, category: 'charge', reconciliation: 'payout reconciliation' }])).toEqual(left);
  });

  it('was paid outside Stripe where a person says so', () => {
    expect(judge([cover], decided('accept'))).toMatchObject({ reason: 'out-of-band', finding: { subject: 'in_1' } });
    expect(judge([cover], decided('leave-out')).reason).toBeNull();
  });

  it('of the API says what can be asked of it, where the invoice is silent', () => {
    const silent = judgePayment({ ...payment, from: 'json' }, [cover], new DecisionBook([])).finding;
    expect([silent?.cause, silent?.isFact]).toEqual(['cus_1', undefined]);
    expect(silent?.remedy).toContain('expand[]=amount_paid_off_stripe');
    expect(judgePayment({ ...payment, from: 'csv' }, [cover], new DecisionBook([])).finding?.remedy).toBeUndefined();
    const accepted = judgePayment({ ...payment, from: 'json' }, [cover], decided('accept'));
    expect(accepted.reason).toBe('out-of-band');
  });

  it('was not where the invoice says that it was not, whatever a person says', () => {
    const denied = judgePayment({ ...payment, deniesOutOfBand: true }, [cover], decided('accept'));
    expect(denied).toMatchObject({
      reason: null,
      finding: { subject: 'in_1', cause: 'cus_1, not paid outside Stripe', isFact: true },
    });
    const settled = new DecisionBook(decided('accept').all.map((each) => ({ ...each, finalMonth: '2026-10' })));
    expect(judgePayment({ ...payment, deniesOutOfBand: true }, [cover], settled).reason).toBe('out-of-band');
  });
});
