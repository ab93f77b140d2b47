import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Exact } from './exact-decimal.ts';
import { convertComponents, convertHalfEven } from './fx-rate.ts';

describe('convertHalfEven (R2, R3)', () => {
  it.each([
    // 33.33 * 1.08375 = 36.1213875: the half goes to the even 36.121388.
    [33_330_000n, '1.08375', 36_121_388n],
    // 99.99 * 1.08375 = 108.3641625: the half goes to the even 108.364162.
    [99_990_000n, '1.08375', 108_364_162n],
    // 0.000001 * 0.5 = 0.0000005 -> 0; 0.000003 * 0.5 = 0.0000015 -> 0.000002.
    [1n, '0.5', 0n],
    [3n, '0.5', 2n],
    [-3n, '0.5', -2n],
    // 2.5000000001 millionths are above the half.
    [25_000_000_001n, '0.0000000001', 3n],
    // 10 * 1.00000005 = 10.0000005 is the half, to the even; the 30th decimal lifts it above.
    [10_000_000n, '1.00000005', 10_000_000n],
    [10_000_000n, '1.000000050000000000000000000001', 10_000_001n],
    // 2,300 yen at 0.0066173 = 15.21979 dollars.
    [2_300_000_000n, '0.0066173', 15_219_790n],
  ])('%s at %s is %s micro-dollars', (amount, rate, expected) => {
    expect(convertHalfEven(amount, new Exact(rate))).toBe(expected);
  });

  it('leaves dollars as they are', () => {
    expect(convertHalfEven(-19_990_000n, null)).toBe(-19_990_000n);
  });

  it('does not lose digits where decimal.js would round to 20', () => {
    // 123456789012.345678 * 1.000000000000000001 = 123456789012.345678123...: the same micro-dollars.
    expect(convertHalfEven(123_456_789_012_345_678n, new Exact('1.000000000000000001'))).toBe(123_456_789_012_345_678n);
    // At 1.000000001 it adds 123.456789012345678 dollars.
    expect(convertHalfEven(123_456_789_012_345_678n, new Exact('1.000000001'))).toBe(123_456_789_135_802_467n);
  });

  it('is within half a micro-dollar of the exact product, on an even number at the half, and symmetric', () => {
    const millionths = 1_000_000n;
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        (amount, rateMillionths) => {
          const rate = new Exact(rateMillionths.toString()).dividedBy(1_000_000);
          const converted = convertHalfEven(amount, rate);
          // Twice the distance, in millionths of a micro-dollar: at most 1 whole.
          const off = 2n * (converted * millionths - amount * rateMillionths);
          const distance = off < 0n ? -off : off;
          expect(distance <= millionths).toBe(true);
          if (distance === millionths) expect(converted % 2n).toBe(0n);
          expect(convertHalfEven(-amount, rate)).toBe(-converted);
        },
      ),
    );
  });
});

it('rounds each component of a charge by itself (R3)', () => {
  // 3 * 0.5 = 1.5 -> 2; 1 * 0.5 = 0.5 -> 0; -3 * 0.5 = -1.5 -> -2: a net of 4, where the net of 5 would be 2.5 -> 2.
  const converted = convertComponents({ gross: 3n, tax: 1n, fee: -3n }, new Exact('0.5'));
  expect(converted).toEqual({ gross: 2n, tax: 0n, fee: -2n });
});
