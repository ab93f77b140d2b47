import { describe, expect, it } from 'vitest';
import { usd } from '../../../test/charges.ts';
import { apiInvoice, apiLine, csvInvoice, readInvoices } from '../../../test/stripe-exports.ts';
import { noChargeReason, reasonInTerm } from './invoice-without-charge.ts';

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
    ['credited-to-balance', { total: -2000, amount_due: 0 }, [apiLine({ amount: -2000 })]],
    ['test-mode', { livemode: false, total: 0 }, [apiLine()]],
    [null, { status: 'open' }, [apiLine()]],
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
