import fc from 'fast-check';
import type { Invoice } from '../../src/sources/stripe/invoice.ts';
import { appleRefund, appleRow } from './apple-exports.ts';
import { googleRow } from './google-exports.ts';
import { apiInvoice, apiLine, type LedgerRow, ledgerRow, readInvoices, seconds } from './stripe-exports.ts';

const centsText = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);

/** A charge with a pack beside its plan, a charge that was shown in pounds, and what happened to them. */
export const ledgerRows: fc.Arbitrary<LedgerRow[]> = fc
  .array(
    fc.record({
      charge: fc.constantFrom('ch_1', 'ch_2'),
      category: fc.constantFrom('refund', 'dispute', 'dispute_reversal', 'fee', 'payout', 'brand_new'),
      source: fc.constantFrom('x_1', 'x_2', 'x_3'),
      day: fc.constantFrom('2026-10-20', '2026-10-20', '2026-12-01'),
      amount: centsText(1, 6000),
      fee: fc.constantFrom('0.00', '15.00', '0.30'),
      seen: centsText(1, 6000),
    }),
    { maxLength: 8 },
  )
  .map((events) => [
    ledgerRow({ gross: '120.00', currency: 'eur' }),
    ledgerRow({
      source_id: 'ch_2',
      charge_id: 'ch_2',
      invoice_id: 'in_2',
      gross: '108.37',
      customer_facing_amount: '119.99',
      customer_facing_currency: 'gbp',
    }),
    ...events.map(({ charge, category, source, day, amount, fee, seen }, index) =>
      ledgerRow({
        balance_transaction_id: `txn_${index}`,
        created_utc: `${day} 08:00:00`,
        currency: charge === 'ch_1' ? 'eur' : 'usd',
        reporting_category: category,
        source_id: source,
        charge_id: category === 'fee' || category === 'payout' ? '' : charge,
        gross: category === 'dispute_reversal' ? amount : `-${amount}`,
        fee,
        ...(charge === 'ch_2' ? { customer_facing_amount: seen, customer_facing_currency: 'gbp' } : {}),
      }),
    ),
  ]);

/** Rows of two orders, and of none. */
export const googleRows = fc
  .record({
    order: fc.constantFrom('GPA.1', 'GPA.1..0', ''),
    type: fc.constantFrom(
      'Charge',
      'Charge',
      'Google fee',
      'Charge refund',
      'Google fee refund',
      'Tax',
      'Charge rebill',
      'Odd',
    ),
    plan: fc.constant('annual'),
    date: fc.constantFrom('Oct 4, 2026', 'Oct 4, 2026', 'Nov 9, 2026'),
    amount: centsText(1, 20_000),
  })
  .map(({ order, type, plan, date, amount }) =>
    googleRow({
      Description: order,
      'Transaction Type': type,
      'Transaction Date': date,
      'Amount (Merchant Currency)': /^(Google fee|Charge refund|Tax)$/.test(type) ? `-${amount}` : amount,
      'Base Plan ID': plan,
    }),
  );

/** Sales and refunds of two subscribers. */
export const appleRows = fc
  .record({
    subscriber: fc.constantFrom('1', '2'),
    price: fc.constantFrom('20.00', '5.00', '19.99'),
    refund: fc.boolean(),
    day: fc.constantFrom('2026-10-25', '2026-10-27', '2026-11-30'),
    units: fc.constantFrom('1', '2'),
    currency: fc.constantFrom('USD', 'USD', 'EUR'),
  })
  .map(({ subscriber, price, refund, day, units, currency }) => {
    const common = {
      'Subscriber ID': subscriber,
      'Customer Price': price,
      'Developer Proceeds': '3.33',
      Units: units,
      'Customer Currency': currency,
      'Proceeds Currency': currency,
    };
    return refund ? appleRefund({ ...common, 'Event Date': day }) : appleRow(common);
  });

/** The invoices of the two charges of `ledgerRows`. */
export function ledgerInvoices(): Promise<Invoice[]> {
  const period = { start: seconds('2026-10-03T00:00:00Z'), end: seconds('2027-10-03T00:00:00Z') };
  const lines = [apiLine({ amount: 9000, period }), apiLine({ id: 'il_2', amount: 3000, price: { id: 'price_pack' } })];
  return readInvoices(
    apiInvoice({ total: 12_000, total_tax_amounts: [{ amount: 1700 }] }, lines),
    apiInvoice({ id: 'in_2', total: 11_999 }, [apiLine({ amount: 11_999, period })]),
  );
}
