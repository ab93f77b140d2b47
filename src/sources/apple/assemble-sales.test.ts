import { describe, expect, it } from 'vitest';
import { appleRefund, appleRow, readApple } from '../../../test/worlds/apple-exports.ts';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { month, short } from '../../../test/worlds/charges.ts';
import { type Decision, DecisionBook } from '../../core/close/decision.ts';
import type { Assembled } from '../../core/revenue/assembled.ts';
import type { ProductCatalogue } from '../../core/revenue/plan.ts';

async function assemble(...rows: Record<string, string>[]): Promise<Assembled> {
  const [group, ...more] = assembleAll(await readApple(rows), rulesOf());
  if (group === undefined || more.length > 0) throw new Error('the rows are one group');
  return group;
}
const codes = (group: Assembled): string[] => group.findings.map((each) => each.code);
const ANNUAL = {
  'Subscription Apple ID': '6700000002',
  'Standard Subscription Duration': '1 Year',
  'Customer Price': '199.00',
  'Developer Proceeds': '139.30',
};

describe('Apple sales', () => {
  it.each([
    ['7 Days', ' ', ' ', 1],
    ['1 Month', ' ', ' ', 1],
    ['2 Months', ' ', ' ', 2],
    ['3 Months', ' ', ' ', 3],
    ['6 Months', ' ', ' ', 6],
    ['1 Year', ' ', ' ', 12],
    // A pay-up-front offer covers its own duration, a pay-as-you-go one the standard.
    ['1 Month', 'Pay Up Front', '3 Months', 3],
    ['1 Month', 'Pay As You Go', '3 Months', 1],
    ['31 Days', ' ', ' ', 1],
    ['1 Month', 'Pay Up Front', '4 Weeks', 1],
  ])('of %s (%s %s) cover %s months', async (standard, type, duration, months) => {
    const row = {
      // A year of the monthly plan, above a quarter of twelve months.
      'Customer Price': '60.00',
      'Standard Subscription Duration': standard,
      'Subscription Offer Type': type,
      'Subscription Offer Duration': duration,
    };
    const [charge] = (await assemble(appleRow(row))).charges;
    expect(charge?.lines[0]?.coverage.months).toBe(months);
  });

  it.each([
    ['1 Fortnight', ' ', ' ', 'lasts "1 Fortnight"'],
    ['0 Years', ' ', ' ', 'lasts "0 Years"'],
    ['32 Days', ' ', ' ', 'lasts "32 Days"'],
    ['1 Month', 'Pay Up Front', '8 Weeks', 'lasts "8 Weeks"'],
    ['1 Month', 'Pay Up Front', 'a while', 'lasts "a while"'],
    // It covers its own duration, and does not say how long that is.
    ['1 Month', 'Pay Up Front', ' ', 'lasts ""'],
  ])('of an unknown duration (%s %s %s) are an exception', async (standard, type, duration, what) => {
    const group = await assemble(
      appleRow({
        'Standard Subscription Duration': standard,
        'Subscription Offer Type': type,
        'Subscription Offer Duration': duration,
      }),
    );
    expect(codes(group)).toEqual(['unknown-term']);
    expect(group.findings[0]?.what).toContain(what);
  });

  it('of an offer of another type count for the standard duration, and wait for a person', async () => {
    const row = { 'Subscription Offer Type': 'Loyalty', 'Subscription Offer Duration': '3 Months' };
    const group = await assemble(appleRow(row), appleRow(row));
    expect(group.charges.map((charge) => charge.lines[0]?.coverage.months)).toEqual([1, 1]);
    expect(group.findings.map(({ code, subject, cause }) => [code, subject, cause])).toEqual([
      ['unknown-offer', 'loyalty 6700000001 1 Month 3 Months 20.000000 USD', 'loyalty'],
      ['unknown-offer', 'loyalty 6700000001 1 Month 3 Months 20.000000 USD', 'loyalty'],
    ]);
    // What one product, time and price is says nothing of another; an earlier version asked about all of the type.
    const six = { ...row, 'Subscription Offer Duration': '6 Months', 'Customer Price': '99.00' };
    expect((await assemble(appleRow(six))).findings[0]?.subject).toBe(
      'loyalty 6700000001 1 Month 6 Months 99.000000 USD',
    );
    const decided = { subject: 'loyalty', month: month('2026-10'), note: '', by: 'ada', at: '', finalMonth: null };
    const decisions = new DecisionBook([{ ...decided, code: 'unknown-offer', decision: 'accept' }]);
    const [kept] = assembleAll(await readApple([appleRow(six)]), { ...rulesOf(), decisions });
    expect(kept?.findings[0]?.subject).toBe('loyalty');
    expect(group.findings[0]?.what).toBe(
      'sale 5500000000001-6700000001-2026-10-25 has the offer type "loyalty", which is not known',
    );
    // A free one brings nothing whatever it is.
    const free = await assemble(appleRow({ ...row, 'Customer Price': '0.00', 'Developer Proceeds': '0.00' }));
    expect([free.findings, free.charges]).toEqual([[], []]);
  });

  it('take fee and gross at the rate of their day', async () => {
    const row = {
      'Customer Price': '33.33',
      'Customer Currency': 'EUR',
      'Developer Proceeds': '28.32',
      'Proceeds Currency': 'EUR',
    };
    const [charge] = (await assemble(appleRow(row))).charges;
    // 33.33 x 1.08375 = 36.1213875 -> 36.121388; 5.01 x 1.08375 = 5.4295875 -> 5.429588.
    expect(charge?.lines.map((line) => [short(line.amounts.gross), short(line.amounts.fee)])).toEqual([
      ['36.121388', '5.429588'],
    ]);
    expect(codes(await assemble(appleRow({ ...row, 'Event Date': '2026-11-25' })))).toEqual(['fx-missing']);
  });

  it('of nothing are a trial or have a price of zero', async () => {
    const free = { 'Customer Price': '0.00', 'Developer Proceeds': '0.00' };
    const group = await assemble(appleRow({ ...free, 'Subscription Offer Type': 'Free Trial' }), appleRow(free));
    expect([group.exclusions.map((each) => each.reason).sort(), group.charges]).toEqual([['trial', 'zero-price'], []]);
  });

  it('of other products are left out, of unknown ones an exception', async () => {
    const pack = await assemble(
      appleRow({ 'Subscription Apple ID': '6700000009' }),
      appleRefund({ 'Subscription Apple ID': '6700000009' }),
    );
    expect(pack.exclusions.map((each) => [each.reason, short(each.amount ?? 0n)])).toEqual([
      ['other-product', '20.00'],
      ['other-product', '-20.00'],
    ]);
    expect(codes(await assemble(appleRow({ 'Subscription Apple ID': '1' })))).toEqual(['unknown-product']);
  });
});

describe('a product of a year billed below a quarter of its price', () => {
  const billed = (price: string, more: Record<string, string> = {}) =>
    appleRow({ ...ANNUAL, 'Customer Price': price, 'Developer Proceeds': price, ...more });
  const asked = async (row: Record<string, string>) => {
    const group = await assemble(row);
    return [codes(group), group.charges.length, group.findings[0]?.subject ?? ''];
  };
  const ASKED = 'annual-billed-monthly';

  it('is asked about, in any currency and with any offer; a cheap year is none', async () => {
    expect(await asked(billed('16.58'))).toEqual([[ASKED], 0, '6700000002 16.580000 USD']);
    // 199.00 / 4 = 49.75.
    expect(await asked(billed('49.75'))).toEqual([[], 1, '']);
    expect(await asked(billed('49.74'))).toEqual([[ASKED], 0, '6700000002 49.740000 USD']);
    // 45.90 EUR x 1.08375 = 49.744125; 45.91 are 49.7549625.
    const euro = { 'Customer Currency': 'EUR', 'Proceeds Currency': 'EUR' };
    expect(await asked(billed('45.90', euro))).toEqual([[ASKED], 0, '6700000002 45.900000 EUR']);
    expect(await asked(billed('45.91', euro))).toEqual([[], 1, '']);
    // Paid in another currency: what comes in stands for the price.
    expect(await asked(billed('700.00', { 'Customer Currency': 'TRY', 'Developer Proceeds': '11.61' }))).toEqual([
      [ASKED],
      0,
      '6700000002 11.610000 USD',
    ]);
    expect(await asked(billed('16.58', { 'Subscription Offer Type': 'Pay As You Go' }))).toEqual([
      [ASKED],
      0,
      '6700000002 16.580000 USD',
    ]);
    // The price is that of a unit.
    expect(await asked(billed('16.58', { Units: '2' }))).toEqual([[ASKED], 0, '6700000002 16.580000 USD']);
  });

  it('that stands under a monthly plan is held against twelve months of it', async () => {
    const ofMonthly = { 'Subscription Apple ID': '6700000001' };
    // 12 x 20.00 / 4 = 60.00.
    expect(await asked(billed('16.58', ofMonthly))).toEqual([[ASKED], 0, '6700000001 16.580000 USD']);
    expect(await asked(billed('60.00', ofMonthly))).toEqual([[], 1, '']);
  });

  const decided = (decision: 'monthly' | 'yearly', more: Partial<Decision> = {}): DecisionBook =>
    new DecisionBook([
      {
        ...{ code: 'annual-billed-monthly', subject: '6700000002 16.580000 USD', month: month('2026-10'), decision },
        ...{ note: '', by: 'ada', at: '', finalMonth: null, ...more },
      },
    ]);
  const assembled = async (decisions: DecisionBook, ...rows: Record<string, string>[]) =>
    assembleAll(await readApple(rows), { ...rulesOf(), decisions });

  it('is decided once for the product and its price, for every month', async () => {
    const november = billed('16.58', { 'Event Date': '2026-11-25' });
    const dearer = billed('17.58', { 'Event Date': '2026-11-26' });
    const groups = await assembled(decided('monthly'), billed('16.58'), november, dearer);
    expect(groups.map(({ charges: [charge] }) => charge?.lines[0]?.coverage.months)).toEqual([1, 1, undefined]);
    // In its own month it is listed with its decision; the other price is asked about.
    expect(groups.map(codes)).toEqual([[ASKED], [], [ASKED]]);
    const [yearly] = await assembled(decided('yearly'), billed('16.58'));
    expect(yearly?.charges[0]?.lines[0]?.coverage.months).toBe(12);
  });

  it('was once decided sale by sale, and stays left out', async () => {
    const subject = '5500000000001-6700000002-2026-10-25';
    const [group] = await assembled(decided('monthly', { subject, decision: 'leave-out' }), billed('16.58'));
    expect([group?.findings[0]?.subject, group?.charges]).toEqual([subject, []]);
  });

  it('is decided by the plan, where that says it', async () => {
    const rules = rulesOf();
    const verdict: ProductCatalogue['verdict'] = (provider, product) => {
      const found = rules.catalogue.verdict(provider, product);
      return typeof found === 'object' ? { plan: { ...found.plan, lowCharge: 'monthly' } } : found;
    };
    const [group] = assembleAll(await readApple([billed('16.58')]), {
      ...rules,
      catalogue: { ...rules.catalogue, verdict },
    });
    expect([group?.findings, group?.charges[0]?.lines[0]?.coverage.months]).toEqual([[], 1]);
  });
});
