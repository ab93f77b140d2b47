import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netOf } from '../../src/core/money/components.ts';
import { Exact, exactFromMicro } from '../../src/core/money/exact-decimal.ts';
import { addMonths, type Month } from '../../src/core/month/month.ts';
import { closedThenOpen, inForce } from '../../src/core/policy/over-time.ts';
import { closeInOrder, type LateWorld, lateWorld } from '../judging/known-bit-by-bit.ts';
import { closeRules } from '../worlds/arbitrary-history.ts';

const RUNS = { numRuns: 400 };

/** Everything is known from the beginning and stays. */
function knownOnTime(world: LateWorld): LateWorld {
  return {
    ...world,
    charges: world.charges.map((each) => ({ ...each, from: 0, until: 99, eventsFrom: [] })),
    costs: world.costs.map((each) => ({ ...each, from: 0 })),
  };
}

describe('a policy that changes over time (R10, R14), in any world that becomes known while its months are closed', () => {
  it('gives a pool that is the sum of the postings, each times its share: an adjustment that of its original month', () => {
    let withTwoShares = 0;
    fc.assert(
      fc.property(lateWorld, (world) => {
        for (const { close, postings } of closeInOrder(world)) {
          const own = postings.filter(({ month }) => month === close.month);
          const expected = own.reduce((sum, { kind, month, originalMonth, amounts }) => {
            const of = kind === 'prior-period' ? originalMonth : month;
            return sum.plus(exactFromMicro(netOf(amounts)).times(inForce(world.policy.rules, of).share));
          }, new Exact(0));
          expect(close.pool.pool.equals(expected)).toBe(true);
          if (close.pool.revenue.ofOtherShares.length > 0) withTwoShares += 1;
        }
      }),
      RUNS,
    );
    expect(withTwoShares).toBeGreaterThan(3);
  });

  it('never moves a final month: whatever is said of the rules later, nothing is adjusted that was known on time', () => {
    let changed = 0;
    fc.assert(
      fc.property(lateWorld, closeRules, fc.integer({ min: 1, max: 3 }), (told, later, from) => {
        const world = knownOnTime(told);
        const { firstMonth, rules } = world.policy;
        const steps = closeInOrder(world, (step) => {
          if (step < from) return world.policy;
          const closed = Array.from({ length: step }, (_, index) => ({
            month: addMonths(firstMonth, index),
            value: index < from ? rules : later,
          }));
          return { firstMonth, rules: closedThenOpen(closed, later, addMonths(firstMonth, step) as Month) };
        });
        for (const { postings } of steps) expect(postings.filter(({ kind }) => kind === 'prior-period')).toEqual([]);
        if (steps.length > from && later.first.refunds !== rules.first.refunds) changed += 1;
      }),
      RUNS,
    );
    expect(changed).toBeGreaterThan(3);
  });
});
