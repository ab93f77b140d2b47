import { describe, expect, it } from 'vitest';
import { chargeOf, month, SOURCE, usd } from '../../../test/worlds/charges.ts';
import { assembled, POLICY, usageOf } from '../../../test/worlds/closing.ts';
import { posting } from '../../../test/worlds/postings.ts';
import { Exact } from '../money/exact-decimal.ts';
import type { Posting } from '../revenue/posting.ts';
import { type Decision, DecisionBook } from './decision.ts';
import { MonthFold } from './month-fold.ts';
import { type ClosedBooks, NOTHING_CLOSED } from './prior-periods/closed-books.ts';

const AUGUST = month('2026-08');
const SEPTEMBER = month('2026-09');
const OCTOBER = month('2026-10');
const SEPTEMBER_FINAL: ClosedBooks = { lastFinal: SEPTEMBER, carriedOut: new Exact(0) };
const NOBODY_DECIDED = new DecisionBook([]);
/** 10 dollars a month from September on. */
const ANNUAL = chargeOf({ at: '2026-09-10T00:00:00Z' });

/** What a fold of October tells of the month before and of its own, as net amounts by month. */
function comparedIn(books: ClosedBooks, feed: (fold: MonthFold) => void, firstMonth = AUGUST): string[] {
  const shown = (postings: readonly Posting[]): string =>
    postings.map((each) => `${each.month - AUGUST}:${each.amounts.gross - each.amounts.fee}`).join(' ');
  const found: string[] = [];
  const listener = {
    movement: () => {},
    compared: (before: readonly Posting[], own: readonly Posting[]) => found.push(`${shown(before)} | ${shown(own)}`),
  };
  feed(new MonthFold({ ...POLICY, firstMonth }, OCTOBER, books, NOBODY_DECIDED, listener));
  return found;
}

describe('what stands beside a month’s postings in the month before', () => {
  const annual = (fold: MonthFold) => fold.add(assembled({ charges: [ANNUAL] }), () => []);

  it('is what posts there while it is open, and what posts there as now known once it is final', () => {
    expect(comparedIn(NOTHING_CLOSED, annual)).toEqual(['1:10000000 | 2:10000000']);
    // Nothing was posted of it in final September: that comes in October beside its own, and September has it as now known.
    expect(comparedIn(SEPTEMBER_FINAL, annual)).toEqual(['1:10000000 | 2:10000000 2:10000000']);
  });

  it('is nothing before first_month, nor of a charge that did not post then', () => {
    expect(comparedIn(NOTHING_CLOSED, annual, OCTOBER)).toEqual([]);
    expect(comparedIn(NOTHING_CLOSED, annual, SEPTEMBER)).toEqual(['1:10000000 | 2:10000000']);
    const started = chargeOf({ at: '2026-10-10T00:00:00Z' });
    const ended = chargeOf({ at: '2026-08-10T00:00:00Z', months: 1, id: 'ch_2' });
    for (const books of [NOTHING_CLOSED, SEPTEMBER_FINAL]) {
      const told = comparedIn(books, (fold) => fold.add(assembled({ charges: [started] }), () => []));
      expect(told).toEqual([' | 2:10000000']);
    }
    const gone = comparedIn(NOTHING_CLOSED, (fold) => fold.add(assembled({ charges: [ended] }), () => []));
    expect(gone).toEqual([' | ']);
  });

  it('is of a charge whose last month is the one before what posts there as now known', () => {
    // 120 dollars of September alone, which came after it was final.
    const late = chargeOf({ at: '2026-09-10T00:00:00Z', months: 1 });
    const told = comparedIn(SEPTEMBER_FINAL, (fold) => fold.add(assembled({ charges: [late] }), () => []));
    expect(told).toEqual(['1:120000000 | 2:120000000']);
  });

  it('is nothing of a charge that is gone: what final September posted of it is taken back', () => {
    const about = { entry: 'charge', provider: 'stripe', charge: 'ch_1', originalMonth: SEPTEMBER } as const;
    const gone = [{ ...about, amounts: { gross: usd('10'), tax: 0n, fee: usd('1') }, source: SOURCE }];
    expect(comparedIn(SEPTEMBER_FINAL, (fold) => fold.takeBack(gone))).toEqual([' | 2:-9000000']);
  });

  const trueUp = (at: typeof AUGUST, fee: string) =>
    posting({
      ...{ month: at, originalMonth: at, entry: 'cost', provider: 'apple', kind: 'provider-true-up', charge: fee },
      amounts: { gross: 0n, tax: 0n, fee: usd(fee) },
    });
  const costs = [{ month: SEPTEMBER, description: 'audit', amount: usd('4.00'), months: 2, source: SOURCE }];
  const settled = () => [
    ...[trueUp(month('2026-07'), '1'), trueUp(AUGUST, '2'), trueUp(SEPTEMBER, '3'), trueUp(OCTOBER, '5')],
    trueUp(month('2026-11'), '7'),
  ];
  const finish = (fold: MonthFold) => fold.finishRevenue(costs, [], settled());

  it('is of costs and what stores settled the same, from first_month to the month', () => {
    expect(comparedIn(NOTHING_CLOSED, finish)).toEqual(['1:-3000000 1:-2000000 | 2:-5000000 2:-2000000']);
    const fold = new MonthFold(POLICY, OCTOBER, NOTHING_CLOSED, NOBODY_DECIDED);
    finish(fold);
    const close = fold.close([AUGUST, SEPTEMBER, OCTOBER].map((each) => usageOf(each, { '0xa': 1n })));
    expect(close.revenue.total).toBe(usd('-7.00'));
    expect(close.earlier.map(({ pool }) => pool.netRevenue)).toEqual([usd('-2.00'), usd('-5.00')]);
    expect(close.warnings).toEqual([]);
  });

  it('is of costs what final September has as now known; what it and August lack comes in October', () => {
    // September: 3 settled, 2 of the audit. October: 5 and 2 of its own, then 2 of August, 3 and 2 of September;
    // what was settled of July, before first_month, is nobody's.
    expect(comparedIn(SEPTEMBER_FINAL, finish)).toEqual([
      '1:-3000000 1:-2000000 | 2:-5000000 2:-2000000 2:-2000000 2:-3000000 2:-2000000',
    ]);
  });
});

describe('a fold', () => {
  const fold = () => new MonthFold(POLICY, OCTOBER, NOTHING_CLOSED, NOBODY_DECIDED);

  it('needs the usage of every open month up to its own', () => {
    const usages = [AUGUST, SEPTEMBER].map((each) => usageOf(each, {}));
    const refusal = 'a close needs the usage of every open month up to its own';
    expect(() => fold().close(usages)).toThrow(refusal);
    expect(() => fold().close([])).toThrow(refusal);
    expect(() => fold().close([usageOf(month('2026-07'), {})])).toThrow(
      'usage of 2026-07, whose revenue was not summed',
    );
  });

  it('takes fees of the whole account from first_month to its own month, and what final months lack of them', () => {
    const fee = (of: string, cost: string) =>
      ({
        provider: 'stripe',
        month: month(of),
        id: `txn_${of}`,
        currency: 'USD',
        cost: usd(cost),
        source: SOURCE,
      }) as const;
    const fees = [fee('2026-07', '1'), fee('2026-08', '2'), fee('2026-10', '4'), fee('2026-11', '8')];
    // No charge in these months: each fee counts whole.
    const postedIn = (books: ClosedBooks): unknown[] => {
      const own = new MonthFold(POLICY, OCTOBER, books, NOBODY_DECIDED);
      own.add(assembled({ sharedFees: fees }), () => []);
      const posted = own.finishRevenue([], []);
      return posted.map(({ originalMonth, amounts }) => [originalMonth, amounts.fee]);
    };
    expect(postedIn(NOTHING_CLOSED)).toEqual([[OCTOBER, usd('4')]]);
    // August was final without its fee: it comes in October. That of July, before first_month, never does.
    expect(postedIn(SEPTEMBER_FINAL)).toEqual([
      [AUGUST, usd('2')],
      [OCTOBER, usd('4')],
    ]);
    const own = new MonthFold(POLICY, OCTOBER, NOTHING_CLOSED, NOBODY_DECIDED);
    own.add(assembled({ sharedFees: fees }), () => []);
    own.finishRevenue([], []);
    const { earlier, revenue } = own.close([AUGUST, SEPTEMBER, OCTOBER].map((each) => usageOf(each, {})));
    expect([...earlier.map(({ pool }) => pool.netRevenue), revenue.total]).toEqual([usd('-2'), 0n, usd('-4')]);
  });

  it('opens with what the month before closed with, where that one is final', () => {
    const deferred = new Map();
    const openingIn = (lastFinal: typeof AUGUST): unknown => {
      const own = new MonthFold(POLICY, OCTOBER, { lastFinal, carriedOut: new Exact(0), deferred }, NOBODY_DECIDED);
      own.add(assembled({ charges: [ANNUAL] }), () => []);
      own.finishRevenue([], []);
      const usages = [SEPTEMBER, OCTOBER].filter((each) => each > lastFinal).map((each) => usageOf(each, {}));
      const { rollforward } = own.close(usages).deferral;
      return rollforward.map(({ opening, late }) => [opening.gross, late.gross]);
    };
    // 120 of September less its 10 are deferred. Final September closed with nothing: all of it came late.
    expect(openingIn(SEPTEMBER)).toEqual([[0n, usd('110')]]);
    // What final August closed with is not what October opens with.
    expect(openingIn(AUGUST)).toEqual([[usd('110'), 0n]]);
  });

  it('leaves out what is of its own month', () => {
    const own = fold();
    const trial = { reason: 'trial', provider: 'stripe', amount: 2n } as const;
    const exclusions = [SEPTEMBER, OCTOBER, month('2026-11')].map((each) => ({ ...trial, month: each }));
    own.add(assembled({ exclusions }), () => []);
    const { exclusions: totals } = own.close([AUGUST, SEPTEMBER, OCTOBER].map((each) => usageOf(each, {})));
    expect(totals).toEqual([{ reason: 'trial', source: 'stripe', rows: 1, amount: 2n }]);
  });

  it('tells exceptions of open months up to its own that no final month has settled', () => {
    const orphan = { code: 'orphan', what: '', source: SOURCE } as const;
    const decided = (subject: string, finalMonth: string | null): Decision => {
      return { code: 'orphan', subject, month: OCTOBER, decision: 'accept', note: '', by: '', at: '', finalMonth };
    };
    const book = new DecisionBook([decided('re_1', null), decided('re_2', '2026-10')]);
    const own = new MonthFold(POLICY, OCTOBER, NOTHING_CLOSED, book);
    for (const subject of ['re_1', 're_2', 're_3']) own.find({ ...orphan, subject, month: OCTOBER });
    own.find({ ...orphan, subject: 're_4', month: month('2026-11') });
    own.find({ ...orphan, subject: 're_5', month: month('2026-07') });
    const { findings } = own.close([AUGUST, SEPTEMBER, OCTOBER].map((each) => usageOf(each, {})));
    expect(findings.map(({ subject, decision }) => [subject, decision?.decision])).toEqual([
      ...[
        ['re_1', 'accept'],
        ['re_3', undefined],
      ],
    ]);
  });

  it('tells exceptions that no row brings', () => {
    const own = fold();
    own.find({ code: 'usage-missing', subject: '2026-10', month: OCTOBER, what: 'no jobs', source: null });
    const { findings } = own.close([AUGUST, SEPTEMBER, OCTOBER].map((each) => usageOf(each, {})));
    expect(findings.map(({ code, decision }) => [code, decision])).toEqual([['usage-missing', null]]);
  });

  it('counts Apple’s sales of the last day of its month, and no others', () => {
    const own = fold();
    const sale = (id: string, at: string, provider: 'apple' | 'google' = 'apple') =>
      chargeOf({ id, at, provider, months: 1, amounts: { gross: '9.00' } });
    const charges = [
      sale('a', '2026-10-31T00:00:00Z'),
      ...[
        sale('b', '2026-10-30T00:00:00Z'),
        sale('c', '2026-09-30T00:00:00Z'),
        sale('d', '2026-10-31T00:00:00Z', 'google'),
      ],
    ];
    own.add(assembled({ charges }), () => []);
    own.finishRevenue([], []);
    const close = own.close([AUGUST, SEPTEMBER, OCTOBER].map((each) => usageOf(each, {})));
    expect(close.appleLastDay).toEqual({ sales: usd('9.00'), refunds: 0n });
  });
});
