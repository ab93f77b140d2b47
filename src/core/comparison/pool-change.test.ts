import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../test/worlds/charges.ts';
import { Exact, formatExact } from '../money/exact-decimal.ts';
import { computePool } from '../pool/pool.ts';
import { allAtShare } from '../pool/revenue-at-share.ts';
import { poolChange } from './pool-change.ts';

const POINTS = [{ wallet: '0xa', jobs: 1, points: 1n }];

describe('why a pool differs', () => {
  it('by net revenue, by the share, by what is carried in', () => {
    const from = computePool(allAtShare('0.51', usd('100.00')), new Exact('0.5'), POINTS);
    const to = computePool(allAtShare('0.5', usd('120.00')), new Exact('-2'), POINTS);
    // 20 x 0.51; 120 x -0.01; -2.50.
    const { byNetRevenue, byShare, byCarriedIn } = poolChange(from, to);
    expect([byNetRevenue, byShare, byCarriedIn].map(formatExact)).toEqual(['10.200000', '-1.200000', '-2.500000']);
  });

  it('by adjustments of months with another share, at that share', () => {
    const adjusted = (netRevenue: string) => ({
      own: { share: '0.51', netRevenue: usd('100.00') },
      ofOtherShares: [
        { share: '0.4', netRevenue: usd(netRevenue) },
        { share: '0.3', netRevenue: usd('1.00') },
      ],
    });
    const [from, to] = ['5.00', '-5.00'].map((each) => computePool(adjusted(each), new Exact(0), POINTS));
    if (from === undefined || to === undefined) throw new Error('there are two');
    // -10 x 0.4.
    expect(formatExact(poolChange(from, to).byNetRevenue)).toBe('-4.000000');
  });

  it('the three sum to the difference exactly, whatever the amounts', () => {
    const revenue = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    const share = fc.constantFrom('0.51', '0.333333333333333333', '0', '1');
    const carried = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((each) => new Exact(each).dividedBy(10 ** 9));
    const pool = fc
      .tuple(revenue, share, carried)
      .map(([net, part, into]) => computePool(allAtShare(part, net), into, POINTS));
    fc.assert(
      fc.property(pool, pool, (from, to) => {
        const { byNetRevenue, byShare, byCarriedIn } = poolChange(from, to);
        const difference = to.pool.plus(to.carriedIn).minus(from.pool).minus(from.carriedIn);
        expect(byNetRevenue.plus(byShare).plus(byCarriedIn).equals(difference)).toBe(true);
      }),
    );
  });

  it('is refused where a report’s pool is not net revenue x share + carried in', () => {
    const from = computePool(allAtShare('0.51', usd('100.00')), new Exact(0), POINTS);
    expect(() => poolChange(from, { ...from, pool: new Exact('51.01') })).toThrow(
      'the causes of the pool sum to 0.000000, and the difference is 0.010000',
    );
  });
});
