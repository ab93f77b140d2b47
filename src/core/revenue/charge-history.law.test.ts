import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { history, recognitionPolicy, stripeCharge } from '../../../test/worlds/arbitrary-history.ts';
import { FROM_THE_START, lastMonth, postedMonths, SOURCE, withRefunds } from '../../../test/worlds/charges.ts';
import { addComponents, COMPONENT_NAMES, type Components, NOTHING, subtractComponents } from '../money/components.ts';
import { DAY_MS } from '../month/durations.ts';
import { addMonths, type Month, monthOf, monthStartMs } from '../month/month.ts';
import {
  type ChargeEvent,
  type ChargeHistory,
  eventsOfCharge,
  inOrderOfTime,
  monthOfEvent,
  planAmounts,
  type Reduction,
  type Restoration,
} from './charge-history.ts';
import { postingsOf, recogniseCharge } from './charge-postings.ts';
import { postedOverTime, type RecognitionPolicy } from './posted-over-time.ts';
import { sizeReductions } from './reduction-amounts.ts';
import { withoutRestored } from './restorations.ts';

const REFUNDS = fc.constantFrom('deferred-first' as const, 'proportional' as const);

function sum(amounts: readonly Components[]): Components {
  return amounts.reduce(addComponents, NOTHING);
}

const reductionsOf = (charge: ChargeHistory): Reduction[] =>
  charge.events.filter((event): event is Reduction => event.type === 'reduction');
const restorationsOf = (charge: ChargeHistory): Restoration[] =>
  charge.events.filter((event): event is Restoration => event.type === 'restoration');

/** What all reductions take off the plan lines in the end, after everything that came back, with what was accepted beyond it. */
function reducedInTheEnd(charge: ChargeHistory): Components {
  const { left } = withoutRestored(reductionsOf(charge), restorationsOf(charge));
  return sum(sizeReductions(charge, left).sized.flatMap(({ amounts, accepted }) => [amounts, accepted]));
}

/** `postedMonths` over the months from `first_month` on only. */
function sharedMonths(charge: ChargeHistory, policy: RecognitionPolicy): Components[] {
  return postedMonths(charge, policy).slice(Math.max(policy.firstMonth - charge.month, 0));
}

/** The charge's postings of all months, line by line. */
function allPostings(charge: ChargeHistory, policy: RecognitionPolicy, last: Month): unknown[] {
  const recognised = recogniseCharge(charge, policy);
  const postings: unknown[] = [];
  for (let month = charge.month; month <= last; month = addMonths(month, 1))
    postings.push(...postingsOf(recognised, month));
  return postings;
}

describe('what a charge posts in its lifetime (R5 to R7)', () => {
  it('is its plan lines less the reductions left, when every month is shared', () => {
    fc.assert(
      fc.property(history, REFUNDS, (charge, refunds) => {
        const posted = sum(postedMonths(charge, withRefunds(FROM_THE_START, refunds)));
        expect(posted).toEqual(subtractComponents(planAmounts(charge), reducedInTheEnd(charge)));
      }),
    );
  });

  it('and what goes beyond the gross: charge, rows left, excess that waits and what is posted add up as printed', () => {
    const inDollars = history.filter(({ rate, planWeight: { part, whole } }) => rate === null && part === whole);
    fc.assert(
      fc.property(inDollars, REFUNDS, (charge, refunds) => {
        const { left } = withoutRestored(reductionsOf(charge), restorationsOf(charge));
        const taken = left.reduce((total, { amounts }) => total + amounts.gross, 0n);
        const { overReduced } = postedOverTime(charge, charge.events, withRefunds(FROM_THE_START, refunds));
        const waits = overReduced.filter(({ reduction }) => reduction.excess !== 'accepted');
        const excess = sum(waits.map(({ amounts }) => amounts)).gross;
        const posted = sum(postedMonths(charge, withRefunds(FROM_THE_START, refunds))).gross;
        expect(posted).toBe(planAmounts(charge).gross - taken + excess);
        // Nothing is taken of a charge that it did not bring, but where a person accepted it.
        if (!overReduced.some(({ reduction }) => reduction.excess === 'accepted')) expect(posted >= 0n).toBe(true);
      }),
    );
  });

  it('and more by what first_month forbids to take back', () => {
    fc.assert(
      fc.property(history, recognitionPolicy, (told, policy) => {
        const charge = { ...told, events: reductionsOf(told) };
        const { beforeFirstMonth } = postedOverTime(charge, charge.events, policy);
        const posted = sum(postedMonths(charge, policy));
        const forbidden = sum(beforeFirstMonth.map((each) => each.amounts));
        expect(addComponents(posted, forbidden)).toEqual(
          subtractComponents(planAmounts(charge), reducedInTheEnd(charge)),
        );
      }),
    );
  });
});

describe('time', () => {
  it('postings of months up to m never depend on events after m', () => {
    fc.assert(
      fc.property(history, recognitionPolicy, fc.integer({ min: 0, max: 18 }), (charge, policy, count) => {
        const month = addMonths(charge.month, count);
        const known = { ...charge, events: charge.events.filter((event) => monthOfEvent(event) <= month) };
        const all = postedMonths(charge, policy).slice(0, count + 1);
        const early = postedMonths(known, policy).slice(0, count + 1);
        while (early.length < all.length) early.push(NOTHING);
        while (all.length < early.length) all.push(NOTHING);
        expect(all).toEqual(early);
      }),
    );
  });

  it('deferred-first leaves the months before a reduction as they were', () => {
    fc.assert(
      fc.property(history, (charge) => {
        const [first] = charge.events;
        const own = postedMonths({ ...charge, events: [] });
        const before = first === undefined ? own.length : monthOfEvent(first) - charge.month;
        expect(postedMonths(charge).slice(0, Math.min(before, own.length))).toEqual(own.slice(0, before));
      }),
    );
  });

  it('the order of events, and ties of instants, never matter', () => {
    const ties = history.map((charge) => ({
      ...charge,
      events: charge.events.map((event) => ({ ...event, atMs: charge.atMs + (event.atMs % 2) + 40 * DAY_MS })),
    }));
    fc.assert(
      fc.property(
        fc
          .oneof(history, ties)
          .chain((charge) =>
            fc.tuple(
              fc.constant(charge),
              fc.shuffledSubarray([...charge.events], { minLength: charge.events.length }),
              recognitionPolicy,
            ),
          ),
        ([charge, shuffled, policy]) => {
          const once = { ...charge, events: inOrderOfTime(charge.events) };
          const again = { ...charge, events: inOrderOfTime(shuffled) };
          const last = lastMonth(once);
          expect(allPostings(again, policy, last)).toEqual(allPostings(once, policy, last));
        },
      ),
    );
  });

  it('what is dated to a month before the charge takes effect with the charge, and nothing of it is lost', () => {
    fc.assert(
      fc.property(history, recognitionPolicy, fc.integer({ min: 1, max: 90 }), (told, policy, days) => {
        const early = told.events.map((event) => ({ ...event, atMs: event.atMs - days * DAY_MS }));
        const charge = { ...told, events: eventsOfCharge(told.atMs, early) };
        const reductions = { ...charge, events: reductionsOf(charge) };
        const forbidden = postedOverTime(reductions, reductions.events, policy).beforeFirstMonth;
        expect(charge.events.filter((event) => monthOfEvent(event) < charge.month)).toEqual([]);
        expect(
          addComponents(sum(postedMonths(reductions, policy)), sum(forbidden.map((each) => each.amounts))),
        ).toEqual(subtractComponents(planAmounts(reductions), reducedInTheEnd(reductions)));
      }),
    );
  });

  it('a refund printed in several rows at one instant is one refund', () => {
    fc.assert(
      fc.property(
        stripeCharge,
        fc.integer({ min: 0, max: 400 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 3 }),
        recognitionPolicy,
        (charge, day, percents, policy) => {
          const row = (gross: bigint, id: string): Reduction => ({
            type: 'reduction',
            kind: 'refund',
            atMs: charge.atMs + day * DAY_MS,
            sourceId: id,
            amounts: { gross, tax: 0n, fee: 0n },
            source: SOURCE,
          });
          const parts = percents.map((percent) => (charge.printed.gross * BigInt(percent)) / 100n);
          const whole = parts.reduce((total, part) => total + part, 0n);
          const rows = parts.map((part, index) => row(part, `re_${index}`));
          expect(postedMonths({ ...charge, events: rows }, policy)).toEqual(
            postedMonths({ ...charge, events: [row(whole, 're')] }, policy),
          );
        },
      ),
    );
  });
});

describe('a full refund', () => {
  it('is exactly the charge, in any currency and any split into parts', () => {
    fc.assert(
      fc.property(
        stripeCharge,
        fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 400 })), { maxLength: 5 }),
        (charge, cuts) => {
          const parts: { gross: bigint; day: number }[] = [];
          let open = charge.printed.gross;
          for (const [percent, day] of cuts) {
            const gross = (charge.printed.gross * BigInt(percent)) / 100n;
            if (gross === 0n || gross >= open) continue;
            parts.push({ gross, day });
            open -= gross;
          }
          parts.push({ gross: open, day: 410 });
          const events = inOrderOfTime(
            parts.map(({ gross, day }, index): ChargeEvent => {
              return {
                type: 'reduction',
                kind: 'refund',
                atMs: charge.atMs + day * DAY_MS,
                sourceId: `re_${index}`,
                amounts: { gross, tax: 0n, fee: 0n },
                source: SOURCE,
              };
            }),
          );
          const refunded = { ...charge, events };
          const plan = planAmounts(charge);
          expect(reducedInTheEnd(refunded)).toEqual({ gross: plan.gross, tax: plan.tax, fee: 0n });
          // The provider keeps its fee; of gross and tax nothing is left.
          expect(sum(postedMonths(refunded))).toEqual({ gross: 0n, tax: 0n, fee: plan.fee });
        },
      ),
    );
  });
});

describe('restorations', () => {
  it('of everything: from first_month on, in total, as if nothing had happened', () => {
    fc.assert(
      fc.property(history, recognitionPolicy, (told, policy) => {
        const reductions = reductionsOf(told);
        const endMs = Math.max(told.atMs, ...reductions.map((each) => each.atMs)) + 30 * DAY_MS;
        const back = reductions.map((each): ChargeEvent => {
          return {
            type: 'restoration',
            atMs: endMs,
            sourceId: each.sourceId,
            gross: each.amounts.gross,
            source: SOURCE,
          };
        });
        const charge = { ...told, events: inOrderOfTime([...reductions, ...back]) };
        expect(sum(sharedMonths(charge, policy))).toEqual(sum(sharedMonths({ ...told, events: [] }, policy)));
      }),
    );
  });

  it('from the month after the last one, every month is as if the restored had never been', () => {
    fc.assert(
      fc.property(history, recognitionPolicy, (charge, policy) => {
        const restorations = restorationsOf(charge);
        fc.pre(restorations.length > 0);
        const { left } = withoutRestored(reductionsOf(charge), restorations);
        const after = Math.max(...restorations.map(monthOfEvent)) - charge.month + 1;
        const never = postedMonths({ ...charge, events: left }, policy);
        const now = postedMonths(charge, policy);
        while (never.length < now.length) never.push(NOTHING);
        expect(now.slice(after)).toEqual(never.slice(after));
      }),
    );
  });
});

describe('the claw-back limit (R6)', () => {
  it('never takes back more than was posted from first_month on, per component', () => {
    fc.assert(
      fc.property(history, recognitionPolicy, (told, policy) => {
        // A negative line may post less than nothing by itself: only positive schedules here.
        fc.pre(told.lines.every((line) => line.amounts.gross >= 0n));
        const charge = { ...told, events: reductionsOf(told).map((each) => ({ ...each, excess: 'waits' as const })) };
        let soFar: Components = NOTHING;
        for (const posted of sharedMonths(charge, withRefunds(policy, 'deferred-first'))) {
          soFar = addComponents(soFar, posted);
          for (const name of COMPONENT_NAMES) expect(soFar[name] >= 0n).toBe(true);
        }
      }),
    );
  });
});

describe('an event before the data begins to be shared', () => {
  it('first_month changes no month before it, and no schedule after it', () => {
    // Two policies that differ in first_month only differ in claw-backs and catch-ups, never in a charge without events.
    fc.assert(
      fc.property(stripeCharge, fc.integer({ min: 0, max: 14 }), (charge, count) => {
        const firstMonth = addMonths(monthOf(2026, 1), count);
        expect(monthStartMs(firstMonth)).toBeGreaterThan(0);
        expect(postedMonths(charge, { ...FROM_THE_START, firstMonth })).toEqual(postedMonths(charge));
      }),
    );
  });
});
