import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directChange } from '../../src/core/deferral/movement.ts';
import { groupKey } from '../../src/core/deferral/rollforward.ts';
import { recognisedIn, recognisedToDate } from '../../src/core/deferral/waterfall.ts';
import { addComponents, type Components, NOTHING, netOf } from '../../src/core/money/components.ts';
import { type ClosedStep, closeInOrder, lateWorld } from '../judging/known-bit-by-bit.ts';

const RUNS = { numRuns: 400 };

function sumOf(all: readonly Components[]): Components {
  return all.reduce(addComponents, NOTHING);
}

/** What the month's charges and costs post by their own schedules and events: everything but adjustments of final months. */
function ownPostings({ postings }: ClosedStep): Components {
  return sumOf(postings.filter(({ kind }) => kind !== 'prior-period').map(({ amounts }) => amounts));
}

describe('the deferred balance, in any world that becomes known while its months are closed', () => {
  it('is the same from the ledger, from the remaining schedules and rolled forward', () => {
    fc.assert(
      fc.property(lateWorld, (world) => {
        for (const { close } of closeInOrder(world)) expect(close.deferral.mismatches).toEqual([]);
      }),
      RUNS,
    );
  });

  it('opens each month with what the month before closed with, group by group', () => {
    fc.assert(
      fc.property(lateWorld, (world) => {
        const steps = closeInOrder(world);
        for (const [index, { close }] of steps.entries()) {
          const before = steps[index - 1]?.close.deferral.rollforward;
          if (before === undefined) continue;
          const opening = new Map(close.deferral.rollforward.map((row) => [groupKey(row), row.opening]));
          for (const row of before) expect(opening.get(groupKey(row))).toEqual(row.closing);
        }
      }),
      RUNS,
    );
  });

  it('releases and claws back just what the month posts, which is the waterfall’s column of the month', () => {
    fc.assert(
      fc.property(lateWorld, (world) => {
        for (const step of closeInOrder(world)) {
          const { rollforward, waterfall } = step.close.deferral;
          const moved = sumOf(rollforward.flatMap((row) => [row.recognised, row.clawedBack, row.caughtUp]));
          expect(moved).toEqual(ownPostings(step));
          const column = waterfall.reduce((sum, row) => sum + recognisedIn(row, step.close.month), 0n);
          expect(column).toBe(netOf(moved));
        }
      }),
      RUNS,
    );
  });

  it('is what the waterfall has remaining, and what every charge’s row says is recognised after', () => {
    fc.assert(
      fc.property(lateWorld, (world) => {
        for (const { close, movements } of closeInOrder(world)) {
          const closing = sumOf(close.deferral.rollforward.map((row) => row.closing));
          const remaining = close.deferral.waterfall.map((row) => recognisedToDate(row, close.month).remaining);
          expect(remaining.reduce((sum, each) => sum + each, 0n)).toBe(netOf(closing));
          expect(sumOf(movements.map((movement) => movement.closing))).toEqual(closing);
        }
      }),
      RUNS,
    );
  });

  it('leaves nothing deferred of charges whose months and events are past', () => {
    fc.assert(
      fc.property(lateWorld, (world) => {
        for (const { close, movements } of closeInOrder(world)) {
          for (const movement of movements) {
            if (movement.covers.last > close.month) continue;
            // A later event may lengthen the row of months, never what is still to come.
            expect(netOf(movement.closing)).toBe(0n);
          }
        }
      }),
      RUNS,
    );
  });

  it('claws back only what was recognised before, and catches up only what was clawed back or missed', () => {
    fc.assert(
      fc.property(lateWorld, (world) => {
        const { first, changes } = world.policy.rules;
        if ([first, ...changes.map(({ value }) => value)].some(({ refunds }) => refunds === 'proportional')) return;
        for (const { movements } of closeInOrder(world)) {
          for (const movement of movements) {
            if (movement.charged.gross <= 0n) continue;
            const clawed = directChange(movement, 'refund').gross + directChange(movement, 'dispute').gross;
            expect(clawed <= 0n).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });
});
