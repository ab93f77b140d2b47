import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { history } from '../../../test/worlds/arbitrary-history.ts';
import { month } from '../../../test/worlds/charges.ts';
import { assembled, closeOf, POLICY, policyWith } from '../../../test/worlds/closing.ts';
import { causesOf, changeBetween, reported, reportedOf, sumOfCauses } from '../../../test/worlds/reported.ts';
import { addMonths } from '../month/month.ts';
import { Bridge, type RuleDifferences } from './bridge.ts';
import type { ReportedPosting } from './reported-posting.ts';

const SAME: RuleDifferences = { refunds: false, sharedFees: false, accepted: new Set() };
const CHARGE = reported({ gross: '20.00', tax: '2.00', fee: '0.88' });

/** Causes between two accounts of October, as text. */
async function bridge(
  from: readonly ReportedPosting[],
  to: readonly ReportedPosting[],
  rules: Partial<RuleDifferences> = {},
): Promise<Record<string, string>> {
  return causesOf(await changeBetween(new Bridge({ ...SAME, ...rules }), from, to));
}

describe('bridge: a charge', () => {
  it('that only one side knows is one cause with its tax and fee', async () => {
    // 20 - 2 - 0.88.
    expect(await bridge([], [CHARGE])).toEqual({ 'late-charges': '17.12' });
    expect(await bridge([CHARGE], [])).toEqual({ 'charges-gone': '-17.12' });
  });

  it('whose amounts were corrected says which', async () => {
    const corrected = reported({ gross: '25.00', tax: '2.50', fee: '1.03' });
    expect(await bridge([CHARGE], [corrected])).toEqual({
      amounts: '5.00',
      'customer-tax': '-0.50',
      'provider-fees': '-0.15',
    });
  });

  it('that covers other months, or is of another plan, or has other lines, says so', async () => {
    const annual = reported({ gross: '1.666666', tax: '0.166666', fee: '0.073333', covers: ['2026-10', '2027-09'] });
    // 1.426667 - 17.12.
    expect(await bridge([CHARGE], [annual])).toEqual({ 'plan-or-coverage': '-15.693333' });
    expect(await bridge([CHARGE], [{ ...CHARGE, plan: 'unlimited_pro' }])).toEqual({});
    const lines = [reported({ line: 'il_1', gross: '15.00' }), reported({ line: 'il_2', gross: '4.00' })];
    // 19 - 17.12.
    expect(await bridge([CHARGE], lines)).toEqual({ 'plan-or-coverage': '1.88' });
  });

  it('is apart from an equal sale of its Apple group', async () => {
    const sale = (charge: string): ReportedPosting => reported({ provider: 'apple', charge, gross: '20.00' });
    expect(await bridge([sale('s')], [sale('s'), sale('s#2')])).toEqual({ 'late-charges': '20.00' });
  });

  it('has the same structure in another order of its lines, and another with another first or last month', async () => {
    const [one, two] = [reported({ line: 'il_1', gross: '15.00' }), reported({ line: 'il_2', gross: '4.00' })];
    expect(await bridge([one, two], [two, { ...one, amounts: two.amounts }])).toEqual({ amounts: '-11.00' });
    const annual = (...covers: readonly [string, string]) => reported({ gross: `${covers[1].slice(5)}.00`, covers });
    const before = annual('2026-10', '2027-09');
    expect(await bridge([before], [annual('2026-10', '2027-10')])).toEqual({ 'plan-or-coverage': '1.00' });
    expect(await bridge([before], [{ ...annual('2026-09', '2027-09'), amounts: CHARGE.amounts }])).toEqual({
      // 17.12 - 9.
      'plan-or-coverage': '8.12',
    });
    const [unspread, more] = ['1.00', '3.00'].map((gross) => reported({ gross, covers: null }));
    expect(await bridge(unspread ? [unspread] : [], more ? [more] : [])).toEqual({ amounts: '2.00' });
  });

  it('of two lines that become one line is another structure, whatever their names', async () => {
    const lines = [
      reported({ line: 'a', plan: 'b', gross: '1.00' }),
      reported({ line: 'a', plan: 'b', gross: '2.00' }),
    ];
    expect(await bridge(lines, [reported({ line: 'a', plan: 'b', gross: '9.00' })])).toEqual({
      'plan-or-coverage': '6.00',
    });
  });

  it('has a line that is called as its plan is now, and is another', async () => {
    const [line, plan] = [reported({ line: 'pro', plan: '', gross: '1.00' }), reported({ plan: 'pro', gross: '3.00' })];
    expect(await bridge([line], [plan])).toEqual({ 'plan-or-coverage': '2.00' });
  });

  it('at the same rate is corrected, by however little', async () => {
    const [before, after] = ['22.000000', '22.000001'].map((gross) =>
      reported({ currency: 'EUR', rate: '1.10', gross }),
    );
    expect(await bridge(before ? [before] : [], after ? [after] : [])).toEqual({ amounts: '0.000001' });
  });

  it('at another rate is fx, and what the rate does not explain is its own', async () => {
    const euros = (rate: string, gross: string, fee: string): ReportedPosting =>
      reported({ currency: 'EUR', rate, gross, fee });
    // 20 and 2 euros.
    const before = euros('1.10', '22.00', '2.20');
    // 24 - 2.40 instead of 22 - 2.20.
    expect(await bridge([before], [euros('1.20', '24.00', '2.40')])).toEqual({ fx: '1.80' });
    // A schedule cuts to the micro-dollar: that belongs to the rate.
    expect(await bridge([before], [euros('1.20', '24.000001', '2.399999')])).toEqual({ fx: '1.800002' });
    // 30 euros are 36: 2 by the rate, 12 more.
    expect(await bridge([before], [euros('1.20', '36.00', '2.40')])).toEqual({ amounts: '12.00', fx: '1.80' });
    // 10 euros are 12: 2 by the rate, 12 less.
    expect(await bridge([before], [euros('1.20', '12.00', '2.40')])).toEqual({ amounts: '-12.00', fx: '1.80' });
  });
});

describe('bridge: everything else', () => {
  const refund = reported({ kind: 'refund', event: 're_1', gross: '-20.00', tax: '-2.00', covers: null });
  const fee = (amount: string): ReportedPosting =>
    reported({ entry: 'cost', kind: 'cost', charge: 'txn_1', fee: amount, covers: null });

  it.each([
    ['refund', 'refunds'],
    ['dispute', 'disputes'],
    ['restoration', 'restorations'],
    ['provider-fee', 'provider-fees'],
    ['dispute-fee', 'dispute-fees'],
    ['prior-period', 'prior-period'],
  ] as const)('a new %s is the cause %s', async (kind, cause) => {
    expect(await bridge([CHARGE], [CHARGE, { ...refund, kind }])).toEqual({ [cause]: '-18.00' });
  });

  it('under another refund rule everything of refunds, disputes and restorations is the rule', async () => {
    const other = { ...refund, amounts: { gross: -30_000_000n, tax: 0n, fee: 0n } };
    expect(await bridge([CHARGE, refund], [CHARGE, other], { refunds: true })).toEqual({ rule: '-12.00' });
    for (const kind of ['dispute', 'restoration'] as const) {
      expect(await bridge([CHARGE], [CHARGE, { ...refund, kind }], { refunds: true })).toEqual({ rule: '-18.00' });
    }
    expect(await bridge([refund], [{ ...other, kind: 'provider-fee' }], { refunds: true })).toEqual({
      'provider-fees': '-30.00',
      rule: '18.00',
    });
  });

  it('a Stripe fee that both know changes by its proportion, a new one is a cost', async () => {
    expect(await bridge([fee('2.00')], [fee('1.50')])).toEqual({ 'shared-fees': '0.50' });
    expect(await bridge([], [fee('1.50')])).toEqual({ costs: '-1.50' });
    expect(await bridge([fee('1.50')], [])).toEqual({ costs: '1.50' });
    expect(await bridge([fee('2.00')], [fee('1.50')], { sharedFees: true })).toEqual({ rule: '0.50' });
  });

  it('a Stripe fee is apart from what adjusts it in a final month', async () => {
    const adjusted = { ...fee('1.00'), kind: 'prior-period' } as const;
    expect(await bridge([fee('2.00')], [fee('1.50'), adjusted])).toEqual({
      'shared-fees': '0.50',
      'prior-period': '-1.00',
    });
    expect(await bridge([fee('2.00'), adjusted], [fee('1.50')])).toEqual({
      'shared-fees': '0.50',
      'prior-period': '1.00',
    });
  });

  it('what a store settled beyond its rows is that, under any rule for shared fees', async () => {
    const settled = { ...fee('2.00'), provider: 'apple', kind: 'provider-true-up' } as const;
    expect(await bridge([], [settled], { sharedFees: true })).toEqual({ 'provider-true-ups': '-2.00' });
  });

  it('costs.csv is costs', async () => {
    const cost = { ...fee('2.00'), provider: 'costs', charge: 'audit' } as const;
    expect(await bridge([cost], [{ ...cost, amounts: fee('3.00').amounts }])).toEqual({ costs: '-1.00' });
  });

  it('what a person accepted on one side only is a decision', async () => {
    const accepted = new Set(['aaaaaaaaaaaaaaaa:7']);
    const orphan = { ...refund, place: 'aaaaaaaaaaaaaaaa:7' };
    expect(await bridge([CHARGE], [CHARGE, orphan, { ...refund, event: 're_2' }], { accepted })).toEqual({
      decisions: '-18.00',
      refunds: '-18.00',
    });
    expect(await bridge([], [{ ...CHARGE, place: 'aaaaaaaaaaaaaaaa:7' }], { accepted })).toEqual({
      decisions: '17.12',
    });
  });
});

describe('laws of the bridge', () => {
  const FIRST = month('2026-01');
  const worlds = fc
    .array(fc.tuple(history, fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 6 })
    .map((all) =>
      all.map(([charge, ...known], index) => [{ ...charge, id: `${charge.provider}_${index}` }, ...known] as const),
    );
  const rules = fc.constantFrom('deferred-first' as const, 'proportional' as const);

  it('of any two accounts of any month, by any rules: the causes sum to the difference, and the way back is the negative', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer({ min: 0, max: 14 }), rules, rules, async (world, later, before, after) => {
        const each = addMonths(FIRST, later);
        const account = (side: 1 | 2, refunds: typeof before) => {
          const charges = world.filter((entry) => entry[side]).map(([charge]) => charge);
          return closeOf([assembled({ charges })], each, { policy: { ...policyWith({ refunds }), firstMonth: FIRST } });
        };
        const [from, to] = [account(1, before), account(2, after)];
        const sides = [from, to].map(({ postings }) => postings.map(reportedOf)) as [
          ReportedPosting[],
          ReportedPosting[],
        ];
        const differences = { ...SAME, refunds: before !== after };
        const change = await changeBetween(new Bridge(differences), ...sides);
        const explained = sumOfCauses(change);
        expect(explained).toBe(to.close.revenue.total - from.close.revenue.total);
        const back = await changeBetween(new Bridge(differences), sides[1], sides[0]);
        expect(sumOfCauses(back)).toBe(-explained);
        // Only what differs can be a cause.
        const never = ['plan-or-coverage', 'amounts', 'fx', 'decisions', 'costs', 'shared-fees', 'prior-period'];
        expect(change.causes.filter(({ cause }) => never.includes(cause))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('an account against itself is no change', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer({ min: 0, max: 14 }), async (world, later) => {
        const policy = { ...POLICY, firstMonth: FIRST };
        const charges = world.map(([charge]) => charge);
        const { postings } = closeOf([assembled({ charges })], addMonths(FIRST, later), { policy });
        const same = postings.map(reportedOf);
        const change = await changeBetween(new Bridge(SAME), same, same);
        expect([change.causes, change.largest]).toEqual([[], []]);
      }),
    );
  });
});
