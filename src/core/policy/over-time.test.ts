import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, monthOf, monthsFrom } from '../month/month.ts';
import { type DatedRules, isSameRules, isSameUsageRules, rulesOf } from './dated-rules.ts';
import {
  always,
  changesUpTo,
  closedThenOpen,
  inForce,
  mapOverTime,
  type OverTime,
  valuesUpTo,
  withoutRepeats,
} from './over-time.ts';

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
    expect(always('20')).toEqual({ first: '20', changes: [] });
  });

  it('knows what was in force before, the newest first, and nothing that is only planned', () => {
    expect(valuesUpTo(price, addMonths(START, 4))).toEqual(['22', '20']);
    expect(valuesUpTo(price, addMonths(START, 1))).toEqual(['20']);
  });

  it('is told once, from the month on in which it began, however often it is said', () => {
    const repeated = [2, 3, 6].map((later) => ({ from: addMonths(START, later), value: later === 6 ? '25' : '22' }));
    expect(withoutRepeats({ first: '20', changes: repeated }, (one, other) => one === other)).toEqual({
      first: '20',
      changes: [
        { from: addMonths(START, 2), value: '22' },
        { from: addMonths(START, 6), value: '25' },
      ],
    });
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

describe('what changes of a value', () => {
  const value: OverTime<number> = {
    first: 1,
    changes: [
      { from: START, value: 2 },
      { from: addMonths(START, 3), value: 3 },
    ],
  };

  it('by a month is what has taken effect by it', () => {
    expect(changesUpTo(value, addMonths(START, -1))).toEqual([]);
    expect(changesUpTo(value, START)).toEqual([{ from: START, value: 2 }]);
    expect(changesUpTo(value, addMonths(START, 3))).toHaveLength(2);
  });

  it('has another form from the same months on', () => {
    expect(mapOverTime(value, (each) => `${each}`)).toEqual({
      first: '1',
      changes: [
        { from: START, value: '2' },
        { from: addMonths(START, 3), value: '3' },
      ],
    });
  });

  it('is all that is said where no month is closed', () => {
    expect(closedThenOpen([], value, START)).toBe(value);
  });

  it('of final months is written month by month, then as it is said today', () => {
    const then: OverTime<number> = { first: 7, changes: [{ from: addMonths(START, -1), value: 8 }] };
    expect(closedThenOpen([{ month: START, value: then }], value, addMonths(START, 1))).toEqual({
      first: 7,
      changes: [
        { from: addMonths(START, -1), value: 8 },
        { from: START, value: 8 },
        { from: addMonths(START, 1), value: 2 },
        { from: addMonths(START, 3), value: 3 },
      ],
    });
  });

  it('stands once for each month, in order, also where a change falls on a month of the border', () => {
    const closing: OverTime<number> = {
      first: 7,
      changes: [
        { from: START, value: 8 },
        { from: addMonths(START, 2), value: 9 },
      ],
    };
    expect(closedThenOpen([{ month: START, value: closing }], value, addMonths(START, 3))).toEqual({
      first: 7,
      changes: [
        { from: START, value: 8 },
        { from: addMonths(START, 3), value: 3 },
      ],
    });
  });
});

describe('rules that may change by a date', () => {
  const rules: DatedRules = {
    ...({ share: '0.51', refunds: 'deferred-first', sharedFees: 'prorate', trialJobs: 'count' } as const),
    excludedModels: ['a', 'b'],
  };

  it('are those of the month', () => {
    const later = { ...rules, share: '0.6' };
    const policy = { rules: { first: rules, changes: [{ from: START, value: later }] } };
    expect(rulesOf(policy, addMonths(START, -1))).toBe(rules);
    expect(rulesOf(policy, START)).toBe(later);
  });

  it('are the same where each of them is', () => {
    expect(isSameRules(rules, { ...rules, excludedModels: ['a', 'b'] })).toBe(true);
    const others: Partial<DatedRules>[] = [
      ...[{ share: '0.52' }, { refunds: 'proportional' as const }, { sharedFees: 'all' as const }],
      ...[{ trialJobs: 'exclude' as const }, { excludedModels: ['a'] }, { excludedModels: ['ab'] }],
    ];
    for (const other of others) expect(isSameRules(rules, { ...rules, ...other })).toBe(false);
    const otherShare: DatedRules = { ...rules, share: '0.52' };
    expect(isSameUsageRules(rules, otherShare)).toBe(true);
  });
});
