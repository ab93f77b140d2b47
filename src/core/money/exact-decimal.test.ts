import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Exact, exactFromMicro, floorToMicro, formatExact } from './exact-decimal.ts';

describe('exact decimals (R2)', () => {
  it('holds products that decimal.js would round by default', () => {
    const product = new Exact('123456789012345678.123456').times('0.51');
    // 123456789012345678.123456 * 51 / 100
    expect(formatExact(product)).toBe('62962962396296295.84296256');
  });

  it('writes small amounts without an exponent, with at least six decimals', () => {
    expect(formatExact(new Exact('0.0000001'))).toBe('0.0000001');
    expect(formatExact(exactFromMicro(1n).times('0.51'))).toBe('0.00000051');
    expect(formatExact(new Exact(-3))).toBe('-3.000000');
  });

  it('floors to the millionth, never rounds', () => {
    expect(floorToMicro(new Exact('1.9999999'))).toBe(1_999_999n);
    expect(floorToMicro(new Exact('0.00000051'))).toBe(0n);
  });

  it('goes from millionths and back for every amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (amount) => {
        expect(floorToMicro(exactFromMicro(amount))).toBe(amount);
      }),
    );
  });
});
