import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, monthOf, monthsFrom } from '../month/month.ts';
import { always, closedThenOpen, inForce, type OverTime, valuesUpTo, withoutRepeats } from './over-time.ts';

const START = monthOf(2026, 8);
const overTime: fc.Arbitrary<OverTime<number>> = fc
  .tuple(fc.nat(3), fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat(3)), { maxLength: 4 }))
  .map(([first, story]) => {
    let from = START;
    const changes = story.map(([later, value]) => {
      from = addMonths(from, later);
      return { from, value };
    });
    return { first, changes };
  });
const MONTHS = monthsFrom(addMonths(START, -3), addMonths(START, 20));
const isSame = (one: number, other: number): boolean => one === other;

describe('a value that changes over time (R14)', () => {
  const price: OverTime<string> = {
    first: '20',
    changes: [
      { from: addMonths(START, 2), value: '22' },
      { from: addMonths(START, 5), value: '25' },
    ],
  };

  it('holds from the month of its change on', () => {
    expect([-40, 1, 2, 4, 5, 90].map((later) => inForce(price, addMonths(START, later)))).toEqual([
      ...['20', '20', '22', '22', '25', '25'],
    ]);
    expect(inForce(always('20'), START)).toBe('20');
  });

  it('knows what was in force before, the newest first, and nothing that is only planned', () => {
    expect(valuesUpTo(price, addMonths(START, 4))).toEqual(['22', '20']);
    expect(valuesUpTo(price, addMonths(START, 1))).toEqual(['20']);
  });

  it('is the same in every month without the changes that change nothing', () => {
    fc.assert(
      fc.property(overTime, (value) => {
        const kept = withoutRepeats(value, isSame);
        expect(MONTHS.map((month) => inForce(kept, month))).toEqual(MONTHS.map((month) => inForce(value, month)));
        for (const { from, value: now } of kept.changes) expect(now).not.toBe(inForce(kept, addMonths(from, -1)));
      }),
    );
  });

  it('keeps of final months what they were closed under, whatever is said of them later', () => {
    fc.assert(
      fc.property(overTime, overTime, fc.integer({ min: 1, max: 6 }), (then, now, count) => {
        const closed = monthsFrom(START, addMonths(START, count - 1)).map((month) => ({ month, value: then }));
        const firstOpen = addMonths(START, count);
        const known = closedThenOpen(closed, now, firstOpen);
        for (const month of MONTHS) {
          expect(inForce(known, month)).toBe(inForce(month < firstOpen ? then : now, month));
        }
      }),
    );
  });
});
