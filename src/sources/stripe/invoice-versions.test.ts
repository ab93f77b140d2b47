import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../test/worlds/charges.ts';
import { csvInvoice } from '../../../test/worlds/stripe-exports.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';
import { writeInvoice } from './invoice-body.ts';
import { differInUnstatedTax, versionInForce } from './invoice-versions.ts';

const LINE: InvoiceLine = {
  id: 'il_1',
  price: 'price_m',
  startMs: Date.UTC(2026, 9, 3),
  endMs: Date.UTC(2026, 10, 3),
  proration: false,
  weight: usd('20.00'),
};
const json = (invoice: Partial<Invoice> = {}): Invoice =>
  csvInvoice({ from: 'json', span: null, lines: [LINE], ...invoice });

/** Which of the versions counts, and whether they contradict each other; the same in both orders. */
function settled(...invoices: readonly [Invoice, ...Invoice[]]): { counts: Invoice; conflict: boolean } {
  const outcomes = [invoices, [...invoices].reverse()].map((order) => {
    const [first, ...rest] = order.map((invoice) => ({ invoice }));
    if (first === undefined) throw new Error('there is a version');
    const { version, conflict } = versionInForce([first, ...rest]);
    return { counts: version.invoice, conflict };
  });
  expect(outcomes[1]).toEqual(outcomes[0]);
  return outcomes[0] as { counts: Invoice; conflict: boolean };
}

describe('versions of one invoice (R15)', () => {
  it('rank by status, then by whether all lines are there, then JSON over CSV', () => {
    const order = [
      csvInvoice({ status: 'draft' }),
      json({ status: 'draft', complete: false }),
      json({ status: 'draft' }),
      json({ status: 'open', complete: false }),
      csvInvoice({ status: 'open' }),
      json({ status: 'open' }),
      csvInvoice({ status: 'uncollectible' }),
      json({ status: 'uncollectible' }),
      json({ status: 'paid', complete: false }),
      csvInvoice({ status: 'void' }),
      json({ status: 'paid' }),
    ];
    // Complete beats incomplete, also where the complete one is the CSV.
    const [first, second, ...rest] = order;
    const sorted = [second, first, ...rest] as Invoice[];
    for (const [index, better] of sorted.entries()) {
      for (const worse of sorted.slice(0, index)) expect(settled(better, worse).counts).toBe(better);
    }
  });

  it.each([
    ['another total', json({ total: usd('21.00') }), true],
    ['another tax', json({ tax: usd('1.00') }), true],
    ['another currency', json({ currency: 'EUR' }), true],
    ['another price', json({ lines: [{ ...LINE, price: 'price_a' }] }), true],
    ['another period', json({ lines: [{ ...LINE, endMs: Date.UTC(2027, 9, 3) }] }), true],
    ['another division', json({ lines: [LINE, { ...LINE, id: 'il_2' }] }), true],
    ['another total, from CSV', csvInvoice({ total: usd('21.00') }), true],
    ['no lines, from CSV', csvInvoice(), false],
    ['other names of its lines', json({ lines: [{ ...LINE, id: 'sli_1' }] }), false],
    ['less due', json({ amountDue: usd('1.00') }), false],
    ['another total while it was open', json({ status: 'open', total: usd('21.00') }), false],
    ['another total while it was a draft', json({ status: 'draft', total: usd('21.00') }), false],
    ['other lines, not all', json({ complete: false, lines: [] }), false],
  ])('two of which one states %s', (_what, other, conflict) => {
    expect(settled(json(), other).conflict).toBe(conflict);
  });

  it('that differ as drafts contradict nothing', () => {
    expect(settled(json({ status: 'draft' }), json({ status: 'draft', total: usd('1.00') })).conflict).toBe(false);
  });

  it('of those that tell the same money the latest state counts', () => {
    const paidLater = json({ atMs: Date.UTC(2026, 9, 4) });
    expect(settled(json(), paidLater).counts).toBe(paidLater);
    const credited = json({ amountDue: usd('5.00') });
    expect(settled(json(), credited).counts).toBe(credited);
    const named = json({ payments: ['ch_1'] });
    expect(settled(json(), named).counts).toBe(named);
    const itsOwn = json();
    expect(settled(json({ subscription: '' }), itsOwn).counts).toBe(itsOwn);
  });

  it('the order in which they are read never matters', () => {
    const version = fc.record({
      from: fc.constantFrom('csv' as const, 'json' as const),
      status: fc.constantFrom('draft', 'open', 'uncollectible', 'paid', 'void', 'unheard-of'),
      complete: fc.boolean(),
      total: fc.constantFrom(usd('20.00'), usd('21.00')),
      amountDue: fc.constantFrom(0n, usd('20.00')),
      atMs: fc.constantFrom(1, 2),
      payments: fc.constantFrom([], ['ch_1']),
      lines: fc.constantFrom([], [LINE], [{ ...LINE, id: 'il_0' }]),
    });
    const shuffled = fc
      .array(version, { minLength: 1, maxLength: 6 })
      .chain((versions) =>
        fc.tuple(fc.constant(versions), fc.shuffledSubarray(versions, { minLength: versions.length })),
      );
    fc.assert(
      fc.property(shuffled, ([versions, again]) => {
        const outcomes = [versions, again].map((order) => {
          const [first, ...rest] = order.map((each) => ({ invoice: csvInvoice(each) }));
          if (first === undefined) throw new Error('there is a version');
          const { version: counts, conflict } = versionInForce([first, ...rest]);
          return [writeInvoice(counts.invoice), conflict];
        });
        expect(outcomes[1]).toEqual(outcomes[0]);
      }),
    );
  });
});

describe('a CSV that states no tax', () => {
  const taxed = json({ tax: usd('3.19') });

  it('contradicts no JSON that does', () => {
    expect(settled(csvInvoice(), taxed)).toEqual({ counts: taxed, conflict: true });
    expect(differInUnstatedTax([csvInvoice(), taxed])).toBe(true);
    // Another CSV of the same invoice states it.
    expect(differInUnstatedTax([csvInvoice(), taxed, csvInvoice({ tax: usd('3.19') })])).toBe(true);
  });

  const reasons: readonly (readonly [string, readonly [Invoice, ...Invoice[]]])[] = [
    ['another tax', [csvInvoice({ tax: usd('3.00') }), taxed]],
    ['another total', [csvInvoice({ total: usd('21.00') }), taxed]],
    ['a JSON of another tax', [csvInvoice(), taxed, json({ tax: usd('3.00') })]],
    ['a JSON without tax', [csvInvoice({ tax: usd('3.19') }), json()]],
    ['no JSON at all', [csvInvoice(), csvInvoice({ tax: usd('3.19') })]],
    [
      'a JSON of other lines',
      [csvInvoice(), taxed, json({ tax: usd('3.19'), lines: [{ ...LINE, price: 'price_a' }] })],
    ],
  ];

  it.each(reasons)('is no reason where there is %s', (_, versions) => {
    expect(settled(...versions).conflict).toBe(true);
    expect(differInUnstatedTax(versions)).toBe(false);
  });
});
