import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMicro, parseMicro } from './micro.ts';

describe('parseMicro', () => {
  it.each([
    ['20', 20_000_000n],
    ['20.5', 20_500_000n],
    ['20.50', 20_500_000n],
    ['20.', 20_000_000n],
    ['0.000001', 1n],
    ['-0.88', -880_000n],
    ['+3.10', 3_100_000n],
    ['0', 0n],
    ['-0', 0n],
    // Zeros beyond the sixth decimal say nothing.
    ['1.2345670000', 1_234_567n],
    // More than a double can hold.
    ['900719925474099.123457', 900_719_925_474_099_123_457n],
  ])('reads %s exactly', (text, amount) => {
    expect(parseMicro(text)).toBe(amount);
  });

  it.each(['', ' 1', '1,204.50', '$5', '1e3', '.5', '-', '0x10', '1.2.3', '--1', 'NaN', '１'])(
    'refuses %j as an amount',
    (text) => {
      expect(parseMicro(text)).toBe('not-an-amount');
    },
  );

  it('refuses a seventh decimal instead of rounding it', () => {
    expect(parseMicro('0.0000001')).toBe('too-many-digits');
    expect(parseMicro('1.2345678')).toBe('too-many-digits');
  });
});

describe('formatMicro', () => {
  it.each([
    [0n, '0.000000'],
    [1n, '0.000001'],
    [-1n, '-0.000001'],
    [-52_500_000n, '-52.500000'],
    [900_719_925_474_099_123_457n, '900719925474099.123457'],
  ])('writes %s with six decimals', (amount, text) => {
    expect(formatMicro(amount)).toBe(text);
  });

  it('is undone by parseMicro, for every amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (amount) => {
        expect(parseMicro(formatMicro(amount))).toBe(amount);
      }),
    );
  });
});
