import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { history } from '../../../test/worlds/arbitrary-history.ts';
import { month, usd } from '../../../test/worlds/charges.ts';
import { assembled, closeOf, POLICY } from '../../../test/worlds/closing.ts';
import { causesOf, changeBetween, reported, reportedOf, sumOfCauses } from '../../../test/worlds/reported.ts';
import { addMonths, type Month } from '../month/month.ts';
import { Flux } from './flux.ts';
import type { ReportedPosting } from './reported-posting.ts';

const SEPTEMBER = month('2026-09');
const OCTOBER = month('2026-10');
const ANNUAL = { covers: ['2026-09', '2027-08'] } as const;

/** Causes from September to October, as text. */
async function flux(from: readonly ReportedPosting[], to: readonly ReportedPosting[]): Promise<Record<string, string>> {
  return causesOf(await changeBetween(new Flux(SEPTEMBER, OCTOBER), from, to));
}

describe('flux: gross of charges that cover several months', () => {
  it('that begin after the earlier month start, with tax and fee beside them', async () => {
    const started = reported({ gross: '10.00', tax: '1.00', fee: '0.50', covers: ['2026-10', '2027-09'] });
    expect(await flux([], [started])).toEqual({
      'annual-starts': '10.00',
      'customer-tax': '-1.00',
      'provider-fees': '-0.50',
    });
  });

  it('that ended before the later month roll off', async () => {
    const last = reported({ gross: '10.00', tax: '1.00', covers: ['2025-10', '2026-09'] });
    expect(await flux([last], [])).toEqual({ 'annual-roll-offs': '-10.00', 'customer-tax': '1.00' });
  });

  it('that go on change by a micro-dollar of their schedule', async () => {
    // 199 / 12: 16.583333 and then 33.166666 - 16.583333 is the same; the third month is 16.583334.
    const [before, after] = ['16.583333', '16.583334'].map((gross) => reported({ ...ANNUAL, gross }));
    expect(await flux([before as ReportedPosting], [after as ReportedPosting])).toEqual({ schedule: '0.000001' });
  });

  it('that one side does not know, of months that both cover, are late or gone', async () => {
    expect(await flux([], [reported({ ...ANNUAL, gross: '10.00' })])).toEqual({ 'late-charges': '10.00' });
    expect(await flux([reported({ ...ANNUAL, gross: '10.00' })], [])).toEqual({ 'charges-gone': '-10.00' });
    const ends = reported({ covers: ['2026-08', '2026-10'], gross: '10.00' });
    expect(await flux([ends], [])).toEqual({ 'charges-gone': '-10.00' });
  });

  it('that go on at another rate or as another plan say so', async () => {
    const before = reported({ ...ANNUAL, gross: '11.00', currency: 'EUR', rate: '1.1' });
    expect(await flux([before], [{ ...before, amounts: reported({ gross: '12.00' }).amounts, rate: '1.2' }])).toEqual({
      fx: '1.00',
    });
    const pro = reported({ ...ANNUAL, gross: '41.50', plan: 'unlimited_pro' });
    expect(await flux([reported({ ...ANNUAL, gross: '16.50' })], [pro])).toEqual({ 'plan-or-coverage': '25.00' });
    for (const covers of [
      ['2026-08', '2027-08'],
      ['2026-09', '2027-09'],
    ] as const) {
      const other = reported({ covers, gross: '20.00' });
      expect(await flux([reported({ ...ANNUAL, gross: '16.50' })], [other])).toEqual({ 'plan-or-coverage': '3.50' });
    }
  });

  it('has lines, each by itself', async () => {
    // An upgrade: the old line goes on, a negative and a positive one start.
    const old = reported({ ...ANNUAL, charge: 'ch_0', gross: '16.583333' });
    const lines = [
      reported({ line: 'il_1', gross: '-16.306000', covers: ['2026-10', '2027-07'] }),
      reported({ line: 'il_2', gross: '40.806000', covers: ['2026-10', '2027-07'] }),
    ];
    expect(await flux([old], [old, ...lines])).toEqual({ 'annual-starts': '24.50' });
    // One line is gone, and another came: they are no change of each other.
    const [gone, came] = ['il_1', 'il_2'].map((line) => reported({ ...ANNUAL, line, gross: '10.00' }));
    expect(await flux(gone ? [gone] : [], came ? [came] : [])).toEqual({
      'late-charges': '10.00',
      'charges-gone': '-10.00',
    });
    // The same line twice: the second is by itself.
    const twice = reported({ ...ANNUAL, gross: '10.00' });
    expect(await flux([twice], [twice, twice])).toEqual({ 'late-charges': '10.00' });
  });
});

describe('flux: gross of monthly charges', () => {
  it('is volume, plan mix, price and rate', async () => {
    const pro = reported({ charge: 'ch_2', plan: 'unlimited_pro', gross: '50.00' });
    // One more at the earlier average of 20; 20 + 50 at their own prices, less 20, less 20.
    expect(await flux([reported({ gross: '20.00' })], [reported({ gross: '20.00' }), pro])).toEqual({
      volume: '20.00',
      'plan-mix': '30.00',
    });
    expect(await flux([reported({ gross: '20.00' })], [reported({ gross: '25.00' })])).toEqual({ price: '5.00' });
    const [before, after] = [
      ['11.00', '1.1'],
      ['12.00', '1.2'],
    ].map(([gross = '', rate = '']) => reported({ gross, rate, currency: 'EUR' }));
    expect(await flux(before ? [before] : [], after ? [after] : [])).toEqual({ fx: '1.00' });
  });
});

describe('flux: everything else', () => {
  const of = (kind: ReportedPosting['kind'], fee: string, gross = '0'): ReportedPosting =>
    reported({ kind, event: `${kind}_1`, gross, fee, covers: null });

  it.each([
    ['refund', 'refunds'],
    ['dispute', 'disputes'],
    ['restoration', 'restorations'],
    ['provider-fee', 'provider-fees'],
    ['dispute-fee', 'dispute-fees'],
    ['cost', 'costs'],
    ['prior-period', 'prior-period'],
    ['provider-true-up', 'provider-true-ups'],
  ] as const)('%s is the cause %s', async (kind, cause) => {
    expect(await flux([of(kind, '1.00', '-5.00')], [of(kind, '0.25', '-20.00')])).toEqual({ [cause]: '-14.25' });
  });

  it('of one kind is apart by charge and event', async () => {
    const from = [of('refund', '0', '-5.00'), { ...of('refund', '0', '-1.00'), event: 're_2' }];
    const to = [{ ...of('refund', '0', '-5.00'), charge: 'ch_2' }, of('dispute', '0', '-3.00')];
    const change = await changeBetween(new Flux(SEPTEMBER, OCTOBER), from, to);
    expect(change.largest.map(({ cause, charge, event, amount }) => [cause, charge, event, amount])).toEqual([
      ['refunds', 'ch_1', 'refund_1', usd('5.00')],
      ['refunds', 'ch_2', 'refund_1', usd('-5.00')],
      ['disputes', 'ch_1', 'dispute_1', usd('-3.00')],
      ['refunds', 'ch_1', 're_2', usd('1.00')],
    ]);
  });

  it('the same on both sides is nothing', async () => {
    const each = [reported({ ...ANNUAL, gross: '10.00' }), of('refund', '0', '-5.00')];
    const change = await changeBetween(new Flux(SEPTEMBER, OCTOBER), each, each);
    expect([change.causes, change.largest]).toEqual([[], []]);
  });

  it('names the largest single changes, and counts a refund of both sides once', async () => {
    const change = await changeBetween(
      new Flux(SEPTEMBER, OCTOBER),
      [of('refund', '0', '-5.00')],
      [of('refund', '0', '-7.00'), reported({ charge: 'ch_2', gross: '3.00', covers: ['2026-10', '2026-12'] })],
    );
    expect(change.largest.map(({ cause, charge, event, amount }) => [cause, charge, event, amount])).toEqual([
      ['annual-starts', 'ch_2', '', usd('3.00')],
      ['refunds', 'ch_1', 'refund_1', usd('-2.00')],
    ]);
  });
});

describe('laws of flux', () => {
  const FIRST = month('2026-01');
  const charges = fc
    .array(history, { minLength: 1, maxLength: 6 })
    .map((all) => all.map((charge, index) => ({ ...charge, id: `${charge.provider}_${index}` })));
  const someMonth = fc.integer({ min: 0, max: 14 }).map((later): Month => addMonths(FIRST, later));

  it('of any world and any two months, the causes sum to the difference of net revenue, and the way back is the negative', async () => {
    await fc.assert(
      fc.asyncProperty(charges, someMonth, someMonth, async (all, a, b) => {
        const policy = { ...POLICY, firstMonth: FIRST };
        const closeIn = (each: Month) => closeOf([assembled({ charges: all })], each, { policy });
        const [from, to] = [closeIn(a), closeIn(b)];
        const [before, after] = [from.postings.map(reportedOf), to.postings.map(reportedOf)];
        const change = await changeBetween(new Flux(a, b), before, after);
        const explained = sumOfCauses(change);
        expect(explained).toBe(to.close.revenue.total - from.close.revenue.total);
        const back = await changeBetween(new Flux(b, a), after, before);
        expect(sumOfCauses(back)).toBe(-explained);
        // A charge keeps its months and its plan.
        expect(change.causes.filter(({ cause }) => cause === 'plan-or-coverage')).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('of any postings, whatever their amounts: exact, and no change against themselves', async () => {
    const cents = fc.integer({ min: -100_000, max: 100_000 }).map((micro) => BigInt(micro));
    const posting = fc
      .record({
        provider: fc.constantFrom('stripe' as const, 'apple' as const, 'google' as const),
        charge: fc.constantFrom('a', 'b', 'b#2', 'c'),
        line: fc.constantFrom('', 'il_1'),
        kind: fc.constantFrom('charge' as const, 'charge' as const, 'refund' as const, 'prior-period' as const),
        plan: fc.constantFrom('', 'unlimited'),
        covers: fc.constantFrom(null, ['2026-10', '2026-10'] as const, ['2026-09', '2027-08'] as const),
        rate: fc.constantFrom('', '1.1', '0.0067'),
        amounts: fc.record({ gross: cents, tax: cents, fee: cents }),
      })
      .map(({ amounts, ...rest }) => ({ ...reported(rest), amounts }));
    const some = fc.array(posting, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(some, some, async (from, to) => {
        const net = (all: readonly ReportedPosting[]): bigint =>
          all.reduce((sum, { amounts }) => sum + amounts.gross - amounts.tax - amounts.fee, 0n);
        const change = await changeBetween(new Flux(SEPTEMBER, OCTOBER), from, to);
        expect(sumOfCauses(change)).toBe(net(to) - net(from));
      }),
    );
  });
});
