import { describe, expect, it } from 'vitest';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { month, posted, short } from '../../../test/worlds/charges.ts';
import { googleRow, readGoogle } from '../../../test/worlds/google-exports.ts';
import { type Decision, DecisionBook } from '../../core/close/decision.ts';
import { netOf } from '../../core/money/components.ts';
import type { Assembled } from '../../core/revenue/assembled.ts';
import type { FxRow } from '../../core/revenue/fx-table.ts';

const OCTOBER = month('2026-10');
const row = (type: string, amount: string, more: Record<string, string> = {}) =>
  googleRow({ 'Transaction Type': type, 'Amount (Merchant Currency)': amount, ...more });
const on = (date: string) => ({ 'Transaction Date': `Oct ${date}, 2026` });
const PACK = { 'Sku Id': 'spark.pack', 'Base Plan ID': '' };
const NO_PRODUCT = { 'Product id': '', 'Sku Id': '', 'Base Plan ID': '' };
const NO_ORDER = { Description: '', ...NO_PRODUCT };

type Decided = Pick<Decision, 'code' | 'subject'> & Partial<Pick<Decision, 'decision'>>;

function assemble(rows: readonly Record<string, string>[], ...decided: Decided[]): Promise<Assembled> {
  return assembleAt([{ date: '2026-10', currency: 'EUR', rate: '1.08375' }], rows, ...decided);
}

async function assembleAt(
  fx: readonly FxRow[],
  rows: readonly Record<string, string>[],
  ...decided: Decided[]
): Promise<Assembled> {
  const decisions = decided.map((each) => {
    return { decision: 'accept' as const, ...each, month: OCTOBER, note: '', by: 'ada', at: '', finalMonth: null };
  });
  const [group, ...more] = assembleAll(await readGoogle(rows), {
    ...rulesOf(fx),
    decisions: new DecisionBook(decisions),
  });
  if (group === undefined || more.length > 0) throw new Error('the rows are one group');
  return group;
}

/** What the group's charges post in all, net, in dollars. */
function net(group: Assembled): string {
  const all = group.charges.map((charge) => {
    const own = charge.rowAmounts.reduce((sum, { amounts }) => sum + netOf(amounts), 0n);
    return charge.lines.reduce((sum, { amounts }) => sum + netOf(amounts), own);
  });
  return short(all.reduce((sum, each) => sum + each, 0n));
}

const codes = (group: Assembled): string[] => group.findings.map(({ code }) => code);
const fates = (group: Assembled): string[] => [...group.fates.values()].map(({ fate, by }) => `${fate} ${by}`.trim());

describe('a row of an unknown type', () => {
  const billing = [row('Charge', '20.00'), row('Google fee', '-2.00'), row('Google Play billing fee', '-1.00')];

  it('posts nothing until it is decided', async () => {
    const group = await assemble(billing);
    expect([net(group), codes(group)]).toEqual(['18.00', ['unknown-type']]);
    expect(fates(group).sort()).toEqual(['booked', 'booked', 'exception unknown-type']);
  });

  it('accepted, it posts in its month by its sign, with the order’s charge', async () => {
    const group = await assemble(billing, { code: 'unknown-type', subject: 'GPA.1' });
    // 20.00 - 2.00 - 1.00.
    expect([net(group), group.charges.length]).toEqual(['17.00', 1]);
    expect(fates(group)).toEqual(['booked', 'booked', 'booked']);
    const credit = [row('Charge', '20.00'), row('Loyalty credit', '1.50')];
    expect(net(await assemble(credit, { code: 'unknown-type', subject: 'GPA.1' }))).toBe('21.50');
  });

  it('accepted, it is converted at the rate of its order’s charge, without one at that of its own date (R3)', async () => {
    const fx: FxRow[] = [
      { date: '2026-10-05', currency: 'EUR', rate: '1.10' },
      { date: '2026-10-10', currency: 'EUR', rate: '1.20' },
    ];
    const euros = { 'Merchant Currency': 'EUR' };
    const charge = row('Charge', '20.00', { ...euros, ...on('5') });
    const credit = row('Loyalty credit', '1.50', { ...euros, ...on('10') });
    const decided = { code: 'unknown-type', subject: 'GPA.1' } as const;
    // 21.50 x 1.10; 1.50 x 1.20.
    expect(net(await assembleAt(fx, [charge, credit], decided))).toBe('23.65');
    expect(net(await assembleAt(fx, [credit], decided))).toBe('1.80');
  });

  it('of two in a month, each is decided by itself', async () => {
    // A fee that is printed positive: 20.00 - 2.00 until it is decided; then by its sign, 20.00 - 2.00 + 3.00.
    const positive = [row('Charge', '20.00'), row('Google fee', '-2.00'), row('Google fee', '3.00')];
    const asked = await assemble(positive);
    expect([net(asked), codes(asked)]).toEqual(['18.00', ['unknown-type']]);
    expect(asked.findings[0]?.what).toBe('order GPA.1 has a row of type google fee that is positive');
    expect(net(await assemble(positive, { code: 'unknown-type', subject: 'GPA.1' }))).toBe('21.00');
    const two = [...billing, row('Chargeback', '-20.00')];
    const group = await assemble(two, { code: 'unknown-type', subject: 'GPA.1 google play billing fee -1.000000' });
    expect(net(group)).toBe('17.00');
    expect(fates(group).filter((fate) => fate !== 'booked')).toEqual(['exception unknown-type']);
  });

  it('of another product is left out, of an unknown one it waits for its product', async () => {
    const pack = [row('Charge', '5.00', PACK), row('Google Play billing fee', '-1.00', PACK)];
    const left = await assemble(pack, { code: 'unknown-type', subject: 'GPA.1' });
    expect([net(left), fates(left)]).toEqual(['0.00', ['left-out other-product', 'left-out other-product']]);
    const unknown = pack.map((each) => ({ ...each, 'Sku Id': 'poster' }));
    expect(codes(await assemble(unknown, { code: 'unknown-type', subject: 'GPA.1' }))).toEqual([
      'unknown-type',
      'unknown-product',
      'unknown-product',
    ]);
  });
});

describe('a row that names no order', () => {
  const subject = '2026-10-04 tax -270000';
  const account = row('Tax', '-0.27', NO_ORDER);

  it('posts nothing until it is decided', async () => {
    const group = await assemble([account]);
    expect([codes(group), group.sharedFees, fates(group)]).toEqual([['unallocated'], [], ['exception unallocated']]);
  });

  it('accepted and without a product, it is a fee of the whole account', async () => {
    const group = await assemble([account], { code: 'unallocated', subject });
    expect(group.sharedFees).toMatchObject([{ provider: 'google', month: OCTOBER, cost: 270_000n }]);
    expect(fates(group)).toEqual(['booked']);
  });

  it('accepted and of a plan, it posts whole', async () => {
    const ofPlan = { ...row('Adjustment', '-0.27'), Description: '' };
    const group = await assemble([ofPlan], { code: 'unallocated', subject: '2026-10-04 adjustment -270000' });
    expect([net(group), group.charges.map(({ id }) => id)]).toEqual(['-0.27', ['row 2026-10-04 adjustment -270000']]);
  });

  it('two equal ones of a file are two', async () => {
    const group = await assemble([account, account], { code: 'unallocated', subject });
    expect(group.sharedFees.map(({ cost }) => cost)).toEqual([270_000n, 270_000n]);
  });
});

describe('what is charged, for the proportion of such fees (R9)', () => {
  it('is noted of every product', async () => {
    const group = await assemble([row('Charge', '20.00'), row('Charge', '5.00', PACK)]);
    expect(group.printedCharges.map(({ gross, subscriptionGross }) => [gross, subscriptionGross])).toEqual([
      [5_000_000n, 0n],
      [20_000_000n, 20_000_000n],
    ]);
  });
});

describe('an order without its Charge row', () => {
  const rows = [
    row('Google fee', '-1.00', on('2')),
    row('Charge refund', '-20.00', on('3')),
    row('Google fee refund', '3.00', on('3')),
    row('Charge rebill', '20.00', on('9')),
  ];

  it('has an exception for each thing that is missing, and every row is of one', async () => {
    const group = await assemble(rows);
    expect(codes(group)).toEqual(['orphan', 'incomplete-order', 'orphan-restoration']);
    expect(fates(group).sort()).toEqual([
      'exception incomplete-order',
      'exception orphan',
      'exception orphan',
      'exception orphan-restoration',
    ]);
  });

  it('accepted, the refund and what takes it back post; the fee still waits', async () => {
    const group = await assemble(rows, { code: 'orphan', subject: 'GPA.1' });
    // -20.00 + 3.00 + 20.00.
    expect([net(group), codes(group)]).toEqual(['3.00', ['orphan', 'incomplete-order']]);
  });

  it('accepted as a whole, it posts the sum of its rows, under one id', async () => {
    const group = await assemble(
      rows,
      { code: 'orphan', subject: 'GPA.1' },
      { code: 'incomplete-order', subject: 'GPA.1' },
    );
    expect([net(group), group.charges.map(({ id }) => id)]).toEqual(['2.00', ['GPA.1']]);
    expect(fates(group)).toEqual(['booked', 'booked', 'booked', 'booked']);
  });

  it('a rebill of more than was taken stays an exception', async () => {
    const more = [rows[1] ?? {}, row('Charge rebill', '20.01', on('9'))];
    const group = await assemble(more, { code: 'orphan', subject: 'GPA.1' });
    expect([net(group), codes(group)]).toEqual(['-20.00', ['orphan', 'orphan-restoration']]);
  });

  it('of a product that nobody names it is not accepted as a plan’s', async () => {
    const stickers = { ...on('3'), 'Sku Id': 'stickers' };
    const more = [row('Charge refund', '-20.00', stickers), row('Google fee refund', '3.00', stickers)];
    const group = await assemble(more, { code: 'orphan', subject: 'GPA.1' });
    expect([group.charges, codes(group)]).toEqual([[], ['unknown-product']]);
    expect(fates(group)).toEqual(['exception unknown-product', 'exception unknown-product']);
  });

  it('tax to remit is left out whatever is missing', async () => {
    const group = await assemble([rows[1] ?? {}, row('Tax refund', '-3.60', on('3'))]);
    expect(fates(group).sort()).toEqual(['exception orphan', 'left-out tax-to-remit']);
  });
});

describe('an annual plan charged far below its price', () => {
  const ANNUAL = { 'Base Plan ID': 'annual' };
  const instalment = [row('Charge', '16.58', ANNUAL), row('Google fee', '-2.49', ANNUAL)];
  const subject = 'ai.app.pkg/unlimited/annual 16.580000 USD';

  it('is asked about: nothing posts', async () => {
    const group = await assemble(instalment);
    expect([codes(group), group.findings[0]?.subject, group.charges]).toEqual([['instalment'], subject, []]);
  });

  it.each([
    ['monthly', ['16.58', '0.00']],
    // A twelfth of 16.58 is 1.381666, of which the twelve sum to it.
    ['yearly', ['1.381666', '1.381667']],
  ] as const)('decided as %s', async (decision, gross) => {
    const group = await assemble(instalment, { code: 'instalment', subject, decision });
    const [charge] = group.charges;
    if (charge === undefined) throw new Error('no charge');
    expect(posted(charge).slice(0, 2)).toEqual(gross);
    expect(codes(group)).toEqual(['instalment']);
  });

  it('at a quarter of its price it is a cheap year, and asked about no more', async () => {
    // 199.00 / 4 = 49.75.
    expect(codes(await assemble([row('Charge', '49.75', ANNUAL)]))).toEqual([]);
    expect(codes(await assemble([row('Charge', '49.74', ANNUAL)]))).toEqual(['instalment']);
  });
});

describe('a refund in another currency than its charge', () => {
  const rows = [
    row('Charge', '20.00'),
    row('Google fee', '-3.00'),
    row('Charge refund', '-10.00', { ...on('9'), 'Merchant Currency': 'EUR' }),
  ];

  it('takes, once accepted, what it is worth on its own day', async () => {
    // 17.00 - 10.00 x 1.08375.
    const asked = await assemble(rows);
    const subject = asked.findings[0]?.subject ?? '';
    expect([net(asked), codes(asked)]).toEqual(['17.00', ['orphan']]);
    const group = await assemble(rows, { code: 'orphan', subject });
    expect(group.charges.map(({ id, rowAmounts }) => [id, rowAmounts.map(({ kind }) => kind)])).toEqual([
      ['GPA.1', ['refund']],
    ]);
    expect(group.charges[0]?.rowAmounts.map(({ amounts }) => amounts.gross)).toEqual([-10_837_500n]);
    expect(fates(group)).toEqual(['booked', 'booked', 'booked']);
  });

  it('keeps its order out where an earlier version asked about the whole of it, and it was left out', async () => {
    const group = await assemble(rows, { code: 'mixed-currencies', subject: 'GPA.1', decision: 'leave-out' });
    expect([net(group), codes(group)]).toEqual(['0.00', ['mixed-currencies']]);
  });
});
