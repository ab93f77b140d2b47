import fc from 'fast-check';
import type { CloseRules } from '../../src/core/close/pools-in-order.ts';
import { Exact } from '../../src/core/money/exact-decimal.ts';
import { convertHalfEven } from '../../src/core/money/fx-rate.ts';
import { cumulativeParts, truncatedProportion } from '../../src/core/money/proportion.ts';
import { addMonths, type Month, monthOf, monthOfInstant, monthStartMs } from '../../src/core/month/month.ts';
import type { OverTime } from '../../src/core/policy/over-time.ts';
import {
  type ChargeEvent,
  type ChargeHistory,
  type Excess,
  inOrderOfTime,
} from '../../src/core/revenue/charge-history.ts';
import { coverageFrom } from '../../src/core/revenue/coverage.ts';
import type { RecognitionPolicy } from '../../src/core/revenue/posted-over-time.ts';
import { SOURCE } from './charges.ts';

export const START = monthOf(2026, 1);
const DAY_MS = 24 * 3600 * 1000;

/** A day within `count` months of a month. */
function dayIn(from: Month, count: number): fc.Arbitrary<number> {
  return fc
    .tuple(fc.integer({ min: 0, max: count - 1 }), fc.integer({ min: 0, max: 27 }))
    .map(([months, days]) => monthStartMs(addMonths(from, months)) + days * DAY_MS);
}

const cents = (max: number): fc.Arbitrary<bigint> =>
  fc.integer({ min: 1, max }).map((amount) => BigInt(amount) * 10_000n);

/** A Stripe charge in dollars or another currency, of one or two lines, perhaps with lines of other products. */
export const stripeCharge: fc.Arbitrary<ChargeHistory> = fc
  .record({
    atMs: dayIn(START, 3),
    gross: cents(30_000),
    taxPercent: fc.integer({ min: 0, max: 25 }),
    feePercent: fc.integer({ min: 0, max: 9 }),
    months: fc.constantFrom(1, 3, 12),
    rate: fc.option(fc.constantFrom('1.08375', '0.0066173', '0.9', '1.3'), { nil: null }),
    otherWeight: fc.constantFrom(0n, 0n, 1n, 50n),
    unusedWeight: fc.constantFrom(0n, 0n, -30n),
  })
  .map(({ atMs, gross, taxPercent, feePercent, months, rate, otherWeight, unusedWeight }) => {
    const fx = rate === null ? null : new Exact(rate);
    const tax = truncatedProportion(gross, BigInt(taxPercent), 100n);
    const fee = truncatedProportion(gross, BigInt(feePercent), 100n);
    const month = monthOfInstant(atMs);
    // The other products' line first: then the plan lines are not what truncating their own proportion would give.
    const weights = [otherWeight, unusedWeight, 100n];
    const parts = [gross, tax, fee].map((amount) => cumulativeParts(convertHalfEven(amount, fx), weights));
    const coverages = [{ first: addMonths(month, -1), months: 4, postsFrom: month }, coverageFrom(month, months)];
    const lines = coverages.map((coverage, index) => ({
      id: `il_${index}`,
      plan: 'unlimited',
      coverage,
      amounts: {
        gross: parts[0]?.[index + 1] ?? 0n,
        tax: parts[1]?.[index + 1] ?? 0n,
        fee: parts[2]?.[index + 1] ?? 0n,
      },
    }));
    return {
      provider: 'stripe',
      id: 'ch_1',
      subscription: 'sub_1',
      atMs,
      month,
      currency: fx === null ? 'USD' : 'EUR',
      rate: fx,
      printed: { gross, tax },
      planWeight: { part: unusedWeight + 100n, whole: unusedWeight + 100n + otherWeight },
      lines: unusedWeight === 0n ? lines.slice(1) : lines,
      taxFollowsGross: true,
      events: [],
      rowAmounts: [],
      source: SOURCE,
    } satisfies ChargeHistory;
  });

/** A Google order: one line, each component moved by the provider's own rows. */
const googleCharge: fc.Arbitrary<ChargeHistory> = stripeCharge.map((charge) => {
  const [line] = charge.lines.slice(-1);
  if (line === undefined) throw new Error('a charge has a line');
  const amounts = {
    gross: convertHalfEven(charge.printed.gross, charge.rate),
    tax: convertHalfEven(charge.printed.tax, charge.rate),
    fee: convertHalfEven(charge.printed.gross / 10n, charge.rate),
  };
  return {
    ...charge,
    provider: 'google',
    lines: [{ ...line, amounts }],
    planWeight: { part: 1n, whole: 1n },
    taxFollowsGross: false,
  };
});

/**
 * What a charge's refunds and disputes are made of: a part of the charge in hundredths, a day, a kind, what becomes of what
 * goes beyond the charge, and whether it comes back.
 */
const storyOfEvents = fc.array(
  fc.record({
    percent: fc.integer({ min: 1, max: 130 }),
    day: fc.integer({ min: 0, max: 450 }),
    kind: fc.constantFrom('refund' as const, 'dispute' as const),
    excess: fc.constantFrom<Excess>('waits', 'waits', 'accepted', 'exchange'),
    back: fc.option(fc.record({ percent: fc.constantFrom(100, 100, 40), days: fc.integer({ min: 0, max: 120 }) }), {
      nil: null,
    }),
  }),
  { maxLength: 4 },
);

/** A charge with what happened to it, in order of time. */
export const history: fc.Arbitrary<ChargeHistory> = fc
  .tuple(fc.oneof(stripeCharge, googleCharge), storyOfEvents)
  .map(([charge, story]) => {
    const events = story.flatMap(({ percent, day, kind, excess, back }, index): ChargeEvent[] => {
      const part = (amount: bigint): bigint => truncatedProportion(amount, BigInt(percent), 100n);
      const gross = part(charge.printed.gross);
      if (gross === 0n) return [];
      const atMs = charge.atMs + day * DAY_MS;
      const sourceId = `re_${index}`;
      const own = charge.taxFollowsGross
        ? { tax: 0n, fee: 0n }
        : { tax: part(charge.printed.tax), fee: part(charge.printed.gross / 10n) };
      const reduced: ChargeEvent = {
        type: 'reduction',
        kind,
        atMs,
        sourceId,
        amounts: { gross, ...own },
        excess,
        source: SOURCE,
      };
      if (back === null) return [reduced];
      return [
        reduced,
        {
          type: 'restoration',
          atMs: atMs + back.days * DAY_MS,
          sourceId,
          gross: back.percent === 100 ? gross : truncatedProportion(gross, BigInt(back.percent), 100n),
          source: SOURCE,
        },
      ];
    });
    return { ...charge, events: inOrderOfTime(events) };
  });

const refundRule = fc.constantFrom('deferred-first' as const, 'deferred-first' as const, 'proportional' as const);

/** Some value, and others from some month on. */
function changing<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<OverTime<Value>> {
  const story = fc.array(fc.record({ later: fc.integer({ min: 1, max: 9 }), value }), { maxLength: 2 });
  return fc.tuple(value, story).map(([first, told]) => {
    let from = START;
    const changes = told.map(({ later, value: next }) => {
      from = addMonths(from, later);
      return { from, value: next };
    });
    return { first, changes };
  });
}

/** What a close is computed by, changing over time. */
export const closeRules: fc.Arbitrary<OverTime<CloseRules>> = changing(
  fc.record({
    refunds: refundRule,
    share: fc.constantFrom('0.51', '0.51', '0.55', '0.333333333333333333'),
    sharedFees: fc.constant('all' as const),
  }),
);

export const recognitionPolicy: fc.Arbitrary<RecognitionPolicy> = fc.record({
  firstMonth: fc.integer({ min: -3, max: 9 }).map((months) => addMonths(START, months)),
  rules: changing(fc.record({ refunds: refundRule })),
});
