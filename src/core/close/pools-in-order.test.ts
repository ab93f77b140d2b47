import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { month, usd } from '../../../test/worlds/charges.ts';
import { POLICY, policyWith, usageOf } from '../../../test/worlds/closing.ts';
import { Exact, exactFromMicro, formatExact } from '../money/exact-decimal.ts';
import { addMonths, type Month } from '../month/month.ts';
import { inForce } from '../policy/over-time.ts';
import { poolsInOrder, type RevenueOfPool } from './pools-in-order.ts';

/** Nothing adjusts a final month. */
const revenueOf = (total: bigint): RevenueOfPool => ({ total, ofFinalMonths: new Map() });
const START = month('2026-08');

describe('what months carry (R10)', () => {
  it('goes from each to the next, deficits too', () => {
    const revenue = new Map<Month, bigint>([
      [START, usd('-100.00')],
      [addMonths(START, 1), usd('50.00')],
      [addMonths(START, 2), usd('200.00')],
    ]);
    const usages = [...revenue.keys()].map((each) => usageOf(each, { '0xa': 3n }));
    const pools = poolsInOrder(POLICY, usages, new Exact(0), (each) => revenueOf(revenue.get(each) ?? 0n)).map(
      ({ pool }) => pool,
    );
    // -51; 25.50 - 51 = -25.50; 102 - 25.50 = 76.50.
    expect(pools.map((pool) => formatExact(pool.carriedIn))).toEqual(['0.000000', '-51.000000', '-25.500000']);
    expect(pools.map((pool) => pool.distributed)).toEqual([0n, 0n, usd('76.50')]);
    expect(formatExact(pools[2]?.carriedOut ?? new Exact(1))).toBe('0.000000');
  });

  it('takes what adjusts a final month at that month’s share', () => {
    const october = addMonths(START, 2);
    const rules = inForce(POLICY.rules, START);
    const changes = [{ from: october, value: { ...rules, share: '0.6' } }];
    const revenue = {
      total: usd('100.00'),
      ofFinalMonths: new Map([
        [START, usd('10.00')],
        [addMonths(START, 1), usd('-30.00')],
      ]),
    };
    const policy = { ...POLICY, rules: { first: rules, changes } };
    const [last] = poolsInOrder(policy, [usageOf(october, { '0xa': 1n })], new Exact(0), () => revenue);
    // 120 x 0.6 of its own, -20 x 0.51 of August and September.
    expect(formatExact(last?.pool.pool ?? new Exact(0))).toBe('61.800000');
  });

  it('a month of unknown usage carries nothing on meanwhile; one of no credited points carries all', () => {
    const next = addMonths(START, 1);
    const carriedInto = (rows: number): string => {
      const usages = [usageOf(START, {}, rows), usageOf(next, { '0xa': 1n })];
      const [, last] = poolsInOrder(POLICY, usages, new Exact(0), () => revenueOf(usd('100.00')));
      return formatExact(last?.pool.carriedIn ?? new Exact(1));
    };
    expect(carriedInto(0)).toBe('0.000000');
    // Jobs ran, none was credited: the 51 are carried.
    expect(carriedInto(7)).toBe('51.000000');
  });

  it('nothing is lost or made: pool + carried in = distributed + carried out, over any months', () => {
    const months = fc.array(
      fc.record({
        revenue: fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n }),
        points: fc.array(fc.bigInt({ min: 0n, max: 1000n }), { maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(months, fc.constantFrom('0.51', '0.333333333333333333', '1', '0'), (each, share) => {
        const usages = each.map(({ points }, index) =>
          usageOf(addMonths(START, index), Object.fromEntries(points.map((amount, at) => [`0x${at}`, amount])), 9),
        );
        const pools = poolsInOrder(policyWith({ share }), usages, new Exact(0), (at) =>
          revenueOf(each[at - START]?.revenue ?? 0n),
        );
        let all = new Exact(0);
        for (const { pool } of pools) {
          expect(pool.pool.plus(pool.carriedIn).equals(exactFromMicro(pool.distributed).plus(pool.carriedOut))).toBe(
            true,
          );
          expect(pool.distributed >= 0n).toBe(true);
          expect(pool.pool.plus(pool.platform).equals(exactFromMicro(pool.netRevenue))).toBe(true);
          all = all.plus(pool.pool).minus(exactFromMicro(pool.distributed));
        }
        expect(pools.at(-1)?.pool.carriedOut.equals(all)).toBe(true);
      }),
    );
  });
});
