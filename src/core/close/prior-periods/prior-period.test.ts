import { describe, expect, it } from 'vitest';
import { chargeOf, FROM_THE_START, month, reduction, SOURCE, usd } from '../../../../test/worlds/charges.ts';
import { posting } from '../../../../test/worlds/postings.ts';
import { NOTHING } from '../../money/components.ts';
import { Exact } from '../../money/exact-decimal.ts';
import { recogniseCharge } from '../../revenue/charge-postings.ts';
import { type Decision, DecisionBook } from '../decision.ts';
import { outcomeFindings, withAcceptedExcess } from '../outcome-findings.ts';
import { firstOpenMonth } from './closed-books.ts';
import { type PostedBefore, type PriorPeriodSubject, priorPeriodPostings } from './prior-period.ts';
import { PriorPeriods } from './prior-periods.ts';

const [AUGUST, SEPTEMBER, OCTOBER] = [month('2026-08'), month('2026-09'), month('2026-10')];
const gross = (text: string) => ({ ...NOTHING, gross: usd(text) });
const SUBJECT: PriorPeriodSubject = {
  ...({ entry: 'charge', provider: 'stripe', charge: 'ch_1', plan: 'p', currency: 'EUR' } as const),
  ...{ rate: new Exact('1.1'), source: SOURCE },
};

function bookedBefore(originalMonth: typeof AUGUST, amount: string, changed: Partial<PostedBefore> = {}): PostedBefore {
  return { ...SUBJECT, originalMonth, amounts: gross(amount), ...changed };
}

describe('priorPeriodPostings (R16)', () => {
  const said = (should: Parameters<typeof priorPeriodPostings>[1], posted: readonly PostedBefore[]) =>
    priorPeriodPostings(SUBJECT, should, posted, OCTOBER).map(({ originalMonth, event, amounts }) => {
      return [originalMonth, event, amounts.gross];
    });

  it('posts what should have posted and did not in the first open month', () => {
    expect(priorPeriodPostings(SUBJECT, [{ originalMonth: AUGUST, amounts: gross('10') }], [], OCTOBER)).toEqual([
      {
        ...{ month: OCTOBER, originalMonth: AUGUST, ...SUBJECT, line: '', kind: 'prior-period', event: 'late' },
        ...{ coverage: null, scheduled: false, amounts: gross('10') },
      },
    ]);
  });

  it('sums by month, in order, without those that agree', () => {
    const should = [
      { originalMonth: SEPTEMBER, amounts: gross('4') },
      { originalMonth: AUGUST, amounts: gross('10') },
      { originalMonth: SEPTEMBER, amounts: gross('3') },
    ];
    const posted = [bookedBefore(AUGUST, '9'), bookedBefore(SEPTEMBER, '6'), bookedBefore(SEPTEMBER, '1')];
    expect(said(should, posted)).toEqual([[AUGUST, 'changed', usd('1')]]);
    expect(said(should, [bookedBefore(SEPTEMBER, '9')])).toEqual([
      [AUGUST, 'changed', usd('10')],
      [SEPTEMBER, 'changed', usd('-2')],
    ]);
  });

  it('compares each component', () => {
    const should = [{ originalMonth: AUGUST, amounts: { gross: 5n, tax: 3n, fee: 2n } }];
    const posted = [bookedBefore(AUGUST, '0', { amounts: { gross: 1n, tax: 1n, fee: 5n } })];
    expect(priorPeriodPostings(SUBJECT, should, posted, OCTOBER)[0]?.amounts).toEqual({ gross: 4n, tax: 2n, fee: -3n });
  });

  it('says that it is gone where nothing should have posted', () => {
    expect(said([], [bookedBefore(AUGUST, '9')])).toEqual([[AUGUST, 'gone', usd('-9')]]);
    const nothing = [{ originalMonth: AUGUST, amounts: NOTHING }];
    expect(said(nothing, [bookedBefore(AUGUST, '9')])).toEqual([[AUGUST, 'gone', usd('-9')]]);
    expect(said([...nothing, { originalMonth: SEPTEMBER, amounts: gross('1') }], [bookedBefore(AUGUST, '9')])).toEqual([
      [AUGUST, 'changed', usd('-9')],
      [SEPTEMBER, 'changed', usd('1')],
    ]);
  });
});

describe('PriorPeriods (R16)', () => {
  const final = { lastFinal: SEPTEMBER, carriedOut: new Exact(0) };
  const periods = new PriorPeriods(final, AUGUST);

  it('knows which months are final and which is the first open one', () => {
    expect(periods.finalMonths).toEqual([AUGUST, SEPTEMBER]);
    expect([AUGUST, SEPTEMBER, OCTOBER].map((each) => periods.isFinal(each))).toEqual([true, true, false]);
    const none = new PriorPeriods({ ...final, lastFinal: null }, AUGUST);
    expect(none.finalMonths).toEqual([]);
    expect(none.isFinal(AUGUST)).toBe(false);
    expect(firstOpenMonth(final, AUGUST)).toBe(OCTOBER);
    expect(firstOpenMonth({ ...final, lastFinal: null }, AUGUST)).toBe(AUGUST);
  });

  it('of a charge cites the latest event of a final month, else the charge', () => {
    const at = (line: number) => ({ ...SOURCE, line });
    const events = ['2026-08-20', '2026-09-20', '2026-10-20'].map((day, index) => ({
      ...{ ...reduction(`${day}T00:00:00Z`, '1'), source: at(10 + index) },
    }));
    const cited = (charge: ReturnType<typeof chargeOf>) =>
      periods.ofCharge(recogniseCharge(charge, FROM_THE_START), []).map(({ source }) => source.line);
    // 120.00 for a year from January: 10.00 each of August and September.
    expect(cited(chargeOf({ events }))).toEqual([11, 11]);
    expect(cited(chargeOf({ events: events.slice(2) }))).toEqual([SOURCE.line, SOURCE.line]);
  });

  it('of a charge looks at the final months in which it can post', () => {
    const recognised = recogniseCharge(chargeOf({ at: '2026-09-10T00:00:00Z', months: 1 }), FROM_THE_START);
    const [late, ...others] = periods.ofCharge(recognised, []);
    expect(others).toEqual([]);
    expect(late).toMatchObject({
      ...{ month: OCTOBER, originalMonth: SEPTEMBER, amounts: gross('120'), plan: 'unlimited', currency: 'USD' },
      ...{ entry: 'charge', provider: 'stripe', charge: 'ch_1', rate: null },
    });
    expect(periods.ofCharge(recognised, [bookedBefore(SEPTEMBER, '120')])).toEqual([]);
    expect(periods.ofCharge(recognised, [bookedBefore(AUGUST, '5')]).map(({ originalMonth }) => originalMonth)).toEqual(
      [AUGUST, SEPTEMBER],
    );
  });

  it('of costs compares by provider and description', () => {
    const cost = (provider: 'costs' | 'stripe', charge: string, of: typeof AUGUST, fee: bigint) =>
      posting({
        entry: 'cost',
        kind: 'cost',
        provider,
        charge,
        month: of,
        originalMonth: of,
        amounts: { ...NOTHING, fee },
      });
    const all = [cost('costs', 'a', AUGUST, 5n), cost('costs', 'a', OCTOBER, 5n), cost('stripe', 'a', SEPTEMBER, 7n)];
    const posted = [
      bookedBefore(AUGUST, '0', { entry: 'cost', provider: 'costs', charge: 'a', amounts: { ...NOTHING, fee: 3n } }),
      bookedBefore(AUGUST, '0', { entry: 'cost', provider: 'costs', charge: 'b', amounts: { ...NOTHING, fee: 2n } }),
    ];
    const adjusted = periods.ofCosts(all, posted);
    expect(adjusted.map(({ provider, charge, event, amounts }) => [provider, charge, event, amounts.fee])).toEqual([
      ['costs', 'a', 'changed', 2n],
      ['stripe', 'a', 'late', 7n],
      ['costs', 'b', 'gone', -2n],
    ]);
    expect(adjusted[0]).toMatchObject({ entry: 'cost', plan: '', currency: 'USD', rate: null });
  });

  it('of what is gone takes all back, and names no plan', () => {
    expect(periods.ofGone([])).toEqual([]);
    const [back] = periods.ofGone([bookedBefore(AUGUST, '4')]);
    expect(back).toMatchObject({
      event: 'gone',
      amounts: gross('-4'),
      plan: '',
      currency: '',
      rate: null,
      charge: 'ch_1',
    });
  });
});

describe('what recognition could not post (R6, R7)', () => {
  const row = (id: string, amount: string) => reduction('2026-03-05T00:00:00Z', amount, { id });
  const outcome = {
    ...{ months: [], direct: [], beforeFirstMonth: [], unmatchedRestorations: [] },
    overReduced: [
      { reduction: row('re_1', '1'), amounts: gross('1') },
      { reduction: row('re_2', '2'), amounts: gross('2') },
      { reduction: row('re_1', '3'), amounts: gross('3') },
      { reduction: { ...row('re_1', '5'), atMs: Date.UTC(2026, 3, 1) }, amounts: gross('5') },
      { reduction: { ...row('re_3', '9'), excess: 'exchange' as const }, amounts: gross('9') },
    ],
  };

  it('is told once a refund and month', () => {
    // 120.00 went back on the day before: all of these rows are beyond the gross, but for what another day's rate made.
    const taken = { ...row('re_0', '120'), atMs: Date.UTC(2026, 2, 4) };
    const charge = chargeOf({ events: [taken, ...outcome.overReduced.map((each) => each.reduction)] });
    expect(outcomeFindings(charge, outcome, new DecisionBook([]))).toEqual([
      {
        ...{ code: 'over-reduced', subject: 'ch_1 re_1 4.000000', month: month('2026-03'), source: SOURCE },
        what: 'refund re_1 goes beyond the gross of charge ch_1 by 4.000000 USD',
      },
      {
        ...{ code: 'over-reduced', subject: 'ch_1 re_2 2.000000', month: month('2026-03'), source: SOURCE },
        what: 'refund re_2 goes beyond the gross of charge ch_1 by 2.000000 USD',
      },
      {
        ...{ code: 'over-reduced', subject: 'ch_1 re_1 5.000000', month: month('2026-04'), source: SOURCE },
        what: 'refund re_1 goes beyond the gross of charge ch_1 by 5.000000 USD',
      },
    ]);
  });

  it('tells a restoration of nothing from one of too much', () => {
    const back = {
      type: 'restoration',
      atMs: Date.UTC(2026, 3, 1),
      sourceId: 'dp_1',
      gross: 1n,
      source: SOURCE,
    } as const;
    const unmatched = { ...outcome, overReduced: [], unmatchedRestorations: [back] };
    const where = { subject: 'ch_1 dp_1 2026-04-01 0.000001', month: month('2026-04'), source: SOURCE };
    expect(outcomeFindings(chargeOf(), unmatched, new DecisionBook([]))).toEqual([
      { code: 'orphan-restoration', ...where, what: 'charge ch_1 gets dp_1 back, which was never taken in the data' },
    ]);
    expect(outcomeFindings(chargeOf({ events: [row('dp_1', '1')] }), unmatched, new DecisionBook([]))).toEqual([
      { code: 'over-restored', ...where, what: 'the restoration of dp_1 is more than was taken of charge ch_1' },
    ]);
    // An earlier version named the dispute alone: what it kept is about all that comes back of it in the month.
    const decided = new DecisionBook([
      {
        ...{ code: 'orphan-restoration', subject: 'ch_1 dp_1', month: month('2026-04'), decision: 'leave-out' },
        ...{ note: 'x', by: 'ada', at: '', finalMonth: null },
      },
    ]);
    expect(outcomeFindings(chargeOf(), unmatched, decided)[0]?.subject).toBe('ch_1 dp_1');
  });

  it('is posted where a person accepted it, of the row that the decision names', () => {
    const charge = chargeOf({
      events: [row('re_1', '1'), row('re_2', '2'), { ...row('re_4', '3'), excess: 'exchange' }],
    });
    const decided = (subject: string, changed: Partial<Decision> = {}): Decision => ({
      ...{ code: 'over-reduced', subject, month: month('2026-03'), decision: 'accept' },
      ...{ note: '', by: 'ann', at: '', finalMonth: null, ...changed },
    });
    const excesses = (...decisions: readonly Decision[]) =>
      withAcceptedExcess(charge, new DecisionBook(decisions)).events.map((event) => {
        return event.type === 'reduction' ? (event.excess ?? 'none') : '';
      });
    expect(excesses(decided('ch_1 re_2'))).toEqual(['none', 'accepted', 'exchange']);
    expect(excesses(decided('ch_1 re_4'))).toEqual(['none', 'none', 'exchange']);
    expect(excesses(decided('ch_1 re_2', { decision: 'leave-out' }))).toEqual(['none', 'none', 'exchange']);
    expect(excesses(decided('ch_1 re_2', { month: month('2026-04') }))).toEqual(['none', 'none', 'exchange']);
    expect(withAcceptedExcess(charge, new DecisionBook([]))).toBe(charge);
  });
});
