import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../test/worlds/charges.ts';
import { Exact } from './exact-decimal.ts';
import { convertHalfEven } from './fx-rate.ts';
import { atOtherRate, printedAmount } from './printed-amount.ts';

/** Rates from 0.000001 to 10. */
const rate = fc.integer({ min: 1, max: 10_000_000 }).map((millionths) => (millionths / 1_000_000).toFixed(6));
const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });

describe('printedAmount', () => {
  it('undoes a conversion', () => {
    // 22.99 EUR at 1.16375 = 26.7546125, half-even 26.754612; / 1.16375 = 22.98999957, to the millionth 22.990000.
    expect(printedAmount(usd('26.754612'), '1.16375')).toBe(usd('22.990000'));
    expect(printedAmount(usd('-26.754612'), '1.16375')).toBe(usd('-22.990000'));
    expect(printedAmount(usd('19.99'), '')).toBe(usd('19.99'));
    expect(() => printedAmount(1n, '0.0')).toThrow('"0.0" is no rate');
  });

  it('is within what half a micro-dollar is in the other currency, and half a millionth', () => {
    fc.assert(
      fc.property(amount, rate, (printed, text) => {
        const back = printedAmount(convertHalfEven(printed, new Exact(text)), text);
        const off = new Exact((back - printed).toString()).abs();
        expect(off.lessThanOrEqualTo(new Exact('0.5').dividedBy(text).plus('0.5'))).toBe(true);
      }),
    );
  });
});

describe('atOtherRate', () => {
  it('is the amount at the other rate, to the nearest micro-dollar', () => {
    // 11.00 at 1.10 are 10 units; at 1.20 they are 12.00.
    expect(atOtherRate(usd('11.00'), '1.10', '1.20')).toBe(usd('12.00'));
    expect(atOtherRate(usd('-11.00'), '1.10', '1.20')).toBe(usd('-12.00'));
    expect(atOtherRate(usd('11.00'), '', '1.5')).toBe(usd('16.50'));
  });

  it('stays the same at the same rate', () => {
    fc.assert(fc.property(amount, rate, (each, text) => atOtherRate(each, text, text) === each));
  });
});
