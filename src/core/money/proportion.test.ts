import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cumulativeParts, halfEvenProportion, truncatedProportion } from './proportion.ts';

const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const weights = fc
  .array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), { minLength: 1, maxLength: 14 })
  .filter((each) => each.reduce((sum, weight) => sum + weight, 0n) !== 0n);

describe('truncatedProportion (R2)', () => {
  it('truncates towards zero on both sides', () => {
    // 10 / 3 = 3.33...
    expect(truncatedProportion(10n, 1n, 3n)).toBe(3n);
    expect(truncatedProportion(-10n, 1n, 3n)).toBe(-3n);
    // 10 * 2 / 3 = 6.66...
    expect(truncatedProportion(10n, 2n, 3n)).toBe(6n);
    expect(truncatedProportion(-10n, 2n, 3n)).toBe(-6n);
  });
});

describe('cumulativeParts (R2)', () => {
  it('is trunc(A*w(1..i)/W) - trunc(A*w(1..i-1)/W)', () => {
    // 100 over 1, 1, 1: 33.33, 66.66, 100 truncated are 33, 66, 100.
    expect(cumulativeParts(100n, [1n, 1n, 1n])).toEqual([33n, 33n, 34n]);
    // An upgrade: W = 270 - 90 = 180. -90/180 of 100 = -50; 180/180 = 100.
    expect(cumulativeParts(100n, [-90n, 270n])).toEqual([-50n, 150n]);
    // 7 over 2, -1, 2 (W = 3): 14/3 = 4.66, 7/3 = 2.33, 21/3 = 7.
    expect(cumulativeParts(7n, [2n, -1n, 2n])).toEqual([4n, -2n, 5n]);
  });

  it('sums to the amount exactly, with negative weights too', () => {
    fc.assert(
      fc.property(amount, weights, (whole, each) => {
        const parts = cumulativeParts(whole, each);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole);
        expect(parts).toHaveLength(each.length);
      }),
    );
  });

  it('keeps every part within two millionths of its exact share', () => {
    fc.assert(
      fc.property(amount, weights, (whole, each) => {
        const sum = each.reduce((total, weight) => total + weight, 0n);
        for (const [index, part] of cumulativeParts(whole, each).entries()) {
          // |part - whole * w / sum| < 2: a difference of two numbers, each less than 1 off. Multiplied by |sum|.
          const off = part * sum - whole * (each[index] ?? 0n);
          const size = sum < 0n ? -sum : sum;
          expect((off < 0n ? -off : off) < 2n * size).toBe(true);
        }
      }),
    );
  });
});

describe('halfEvenProportion (R2)', () => {
  it('rounds to the nearest, a half to the even neighbour, on both sides', () => {
    // 5 / 2 = 2.5, 7 / 2 = 3.5, 10 / 3 = 3.33..., 11 / 3 = 3.66...
    expect([halfEvenProportion(5n, 1n, 2n), halfEvenProportion(7n, 1n, 2n)]).toEqual([2n, 4n]);
    expect([halfEvenProportion(-5n, 1n, 2n), halfEvenProportion(-7n, 1n, 2n)]).toEqual([-2n, -4n]);
    expect([halfEvenProportion(10n, 1n, 3n), halfEvenProportion(-11n, 1n, 3n)]).toEqual([3n, -4n]);
    expect([halfEvenProportion(1n, 1n, 2n), halfEvenProportion(-3n, 1n, 2n)]).toEqual([0n, -2n]);
    expect([halfEvenProportion(5n, -1n, 2n), halfEvenProportion(5n, 1n, -2n)]).toEqual([-2n, -2n]);
    // 10 x 2 / -3 = -6.66...
    expect(halfEvenProportion(10n, 2n, -3n)).toBe(-7n);
  });

  it('is never more than a half away, and exact where it can be', () => {
    const whole = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(amount, amount, whole, (all, part, of) => {
        const distance = all * part - halfEvenProportion(all, part, of) * of;
        expect((distance < 0n ? -distance : distance) * 2n).toBeLessThanOrEqual(of);
        expect(halfEvenProportion(all, of, of)).toBe(all);
        expect(halfEvenProportion(-all, part, of)).toBe(-halfEvenProportion(all, part, of));
      }),
    );
  });
});
