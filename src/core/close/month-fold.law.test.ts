import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembled } from '../../../test/worlds/closing.ts';
import { addComponents, type Components, NOTHING } from '../money/components.ts';
import { Exact } from '../money/exact-decimal.ts';
import { DAY_MS } from '../month/durations.ts';
import { addMonths, type Month, monthOf, monthStartMs } from '../month/month.ts';
import { always } from '../policy/over-time.ts';
import { type ChargeEvent, type ChargeHistory, inOrderOfTime } from '../revenue/charge-history.ts';
import { coverageFrom } from '../revenue/coverage.ts';
import type { Posting } from '../revenue/posting.ts';
import type { CostItem } from './costs.ts';
import { DecisionBook } from './decision.ts';
import { MonthFold } from './month-fold.ts';
import type { PolicyOfClose } from './pools-in-order.ts';
import { type ClosedBooks, NOTHING_CLOSED } from './prior-periods/closed-books.ts';
import type { PostedBefore } from './prior-periods/prior-period.ts';

const FIRST = monthOf(2026, 8);
const FINAL = [FIRST, addMonths(FIRST, 1), addMonths(FIRST, 2)];
const NOVEMBER = addMonths(FIRST, 3);
const POLICY: PolicyOfClose = {
  firstMonth: FIRST,
  rules: always({ share: '0.51', sharedFees: 'prorate', refunds: 'deferred-first' }),
};
/** What is known when the last run, over November, is made. */
const IN_THE_END = FINAL.length;

/** Something that is in the data from one run on, and may be gone before another. */
interface Known<Value> {
  readonly value: Value;
  readonly from: number;
  readonly until: number;
}

function knownAt<Value>(all: readonly Known<Value>[], run: number): Value[] {
  return all.filter(({ from, until }) => from <= run && run < until).map(({ value }) => value);
}

const instant = (month: Month, day: number): number => monthStartMs(month) + day * DAY_MS;
const source = { input: 'input', line: 2 };
const run = fc.integer({ min: 0, max: IN_THE_END });
const amount = fc.bigInt({ min: 1n, max: 300_000_000n });

const anyEvent = fc.record({
  kind: fc.constantFrom('refund' as const, 'dispute' as const),
  later: fc.integer({ min: 0, max: 3 }),
  gross: amount,
  restored: fc.boolean(),
  from: run,
});

const anyCharge = fc.record({
  month: fc.integer({ min: -2, max: 3 }).map((later) => addMonths(FIRST, later)),
  months: fc.constantFrom(1, 3, 12),
  amounts: fc.record({
    gross: amount,
    tax: fc.bigInt({ min: 0n, max: 9_000_000n }),
    fee: fc.bigInt({ min: 0n, max: 9_000_000n }),
  }),
  events: fc.array(anyEvent, { maxLength: 3 }),
  from: run,
  // Mostly it stays.
  until: fc.constantFrom(99, 99, 99, 1, 2, 3),
});

interface WorldCharge extends Known<Omit<ChargeHistory, 'events'>> {
  readonly events: readonly Known<ChargeEvent>[];
}

function chargeOf(
  each: typeof anyCharge extends fc.Arbitrary<infer Value> ? Value : never,
  index: number,
): WorldCharge {
  const id = `ch_${index}`;
  const events = each.events.flatMap((event, at): Known<ChargeEvent>[] => {
    const month = addMonths(each.month, event.later);
    const sourceId = `${id}_${at}`;
    const taken: ChargeEvent = {
      type: 'reduction',
      kind: event.kind,
      atMs: instant(month, 10),
      sourceId,
      amounts: { gross: event.gross, tax: 0n, fee: 0n },
      source,
    };
    const back: ChargeEvent = {
      type: 'restoration',
      atMs: instant(addMonths(month, 1), 20),
      sourceId,
      gross: event.gross,
      source,
    };
    const known = { from: event.from, until: 99 };
    return event.restored
      ? [
          { value: taken, ...known },
          { value: back, from: IN_THE_END, until: 99 },
        ]
      : [{ value: taken, ...known }];
  });
  const value = {
    provider: 'stripe' as const,
    id,
    subscription: '',
    atMs: instant(each.month, 3),
    month: each.month,
    currency: 'USD',
    rate: null,
    printed: { gross: each.amounts.gross, tax: each.amounts.tax },
    planWeight: { part: 1n, whole: 1n },
    lines: [{ id: '', plan: 'unlimited', coverage: coverageFrom(each.month, each.months), amounts: each.amounts }],
    taxFollowsGross: true,
    rowAmounts: [],
    source,
  };
  return { value, from: each.from, until: each.until, events };
}

const anyCost = fc
  .record({
    later: fc.integer({ min: 0, max: 3 }),
    months: fc.constantFrom(1, 3),
    amount,
    from: run,
    until: fc.constantFrom(99, 99, 2),
  })
  .map(({ later, months, amount: cost, from, until }): Known<CostItem> => {
    return {
      value: { month: addMonths(FIRST, later), description: `cost ${later}`, amount: cost, months, source },
      from,
      until,
    };
  });

/** What one run posts in its month, given what final months posted. */
function postingsOf(
  month: Month,
  runNumber: number,
  world: World,
  books: ClosedBooks,
  posted: readonly PostedBefore[],
): Posting[] {
  const fold = new MonthFold(POLICY, month, books, new DecisionBook([]));
  const charges = world.charges.filter(({ from, until }) => from <= runNumber && runNumber < until);
  const postings = charges.flatMap(({ value, events }) => {
    const charge = { ...value, events: inOrderOfTime(knownAt(events, runNumber)) };
    const group = assembled({ charges: [charge] });
    return fold.add(group, ({ id }) => posted.filter((each) => each.entry === 'charge' && each.charge === id));
  });
  const ids = new Set(charges.map(({ value }) => value.id));
  const lost = posted.filter((each) => each.entry === 'charge' && !ids.has(each.charge));
  for (const id of new Set(lost.map(({ charge }) => charge))) {
    postings.push(...fold.takeBack(lost.filter(({ charge }) => charge === id)));
  }
  const costs = posted.filter((each) => each.entry === 'cost');
  return [...postings, ...fold.finishRevenue(knownAt(world.costs, runNumber), costs)];
}

interface World {
  readonly charges: readonly WorldCharge[];
  readonly costs: readonly Known<CostItem>[];
}

/** Sums by what was booked and the month that it belongs to. */
function byOrigin(postings: readonly Posting[]): Map<string, Components> {
  const sums = new Map<string, Components>();
  for (const { entry, charge, originalMonth, amounts } of postings) {
    const key = `${entry} ${charge} ${originalMonth}`;
    sums.set(key, addComponents(sums.get(key) ?? NOTHING, amounts));
  }
  return new Map([...sums].filter(([, { gross, tax, fee }]) => gross !== 0n || tax !== 0n || fee !== 0n));
}

describe('R16: any small world that becomes known bit by bit', () => {
  const anyWorld = fc.record({
    charges: fc.array(anyCharge, { maxLength: 5 }).map((charges) => charges.map(chargeOf)),
    costs: fc.array(anyCost, { maxLength: 3 }),
  });

  it('posts for every charge, cost and month, over all months, what one run without a close posts', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const closed: Posting[] = [];
        let books = NOTHING_CLOSED;
        for (const [runNumber, month] of [...FINAL, NOVEMBER].entries()) {
          closed.push(...postingsOf(month, runNumber, world, books, closed));
          books = { lastFinal: month, carriedOut: new Exact(0) };
        }
        const open = [...FINAL, NOVEMBER].flatMap((month) => postingsOf(month, IN_THE_END, world, NOTHING_CLOSED, []));
        expect(byOrigin(closed)).toEqual(byOrigin(open));
      }),
      { numRuns: 1000 },
    );
  });

  it('adjusts nothing when everything was known on time', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const closed: Posting[] = [];
        let books = NOTHING_CLOSED;
        for (const month of [...FINAL, NOVEMBER]) {
          closed.push(...postingsOf(month, IN_THE_END, world, books, closed));
          books = { lastFinal: month, carriedOut: new Exact(0) };
        }
        expect(closed.filter(({ kind }) => kind === 'prior-period')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('adjusts in the first open month only, each time once', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const known = FINAL.flatMap((month) => postingsOf(month, 0, world, NOTHING_CLOSED, []));
        const books = { lastFinal: addMonths(FIRST, 2), carriedOut: new Exact(0) };
        const december = postingsOf(addMonths(NOVEMBER, 1), IN_THE_END, world, books, known);
        expect(december.filter(({ kind }) => kind === 'prior-period')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
