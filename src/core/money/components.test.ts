import { describe, expect, it } from 'vitest';
import {
  addComponents,
  type Components,
  isNothing,
  NOTHING,
  netOf,
  subtractComponents,
  sumOfComponents,
} from './components.ts';
import { Exact, scaledFromExact } from './exact-decimal.ts';
import { isIsoCurrency } from './iso-currencies.ts';
import { formatScaled, microFromText } from './micro.ts';
import { atOtherRate, printedAmount } from './printed-amount.ts';
import { partAt } from './proportion.ts';

const of = (gross: bigint, tax: bigint, fee: bigint): Components => ({ gross, tax, fee });

describe('components (R3)', () => {
  it('are added, taken off and netted one by one', () => {
    expect(addComponents(of(10n, 3n, 2n), of(5n, 1n, 7n))).toEqual(of(15n, 4n, 9n));
    expect(subtractComponents(of(10n, 3n, 2n), of(5n, 1n, 7n))).toEqual(of(5n, 2n, -5n));
    expect(netOf(of(10n, 3n, 2n))).toBe(5n);
    expect(sumOfComponents([of(10n, 3n, 2n), of(5n, 1n, 7n), of(-1n, 0n, 0n)])).toEqual(of(14n, 4n, 9n));
    expect(sumOfComponents([])).toEqual(NOTHING);
  });

  it('are nothing where each of them is', () => {
    expect(isNothing(NOTHING)).toBe(true);
    // The net of the last is nothing, and it is something.
    for (const each of [of(1n, 0n, 0n), of(0n, 1n, 0n), of(0n, 0n, 1n), of(2n, 1n, 1n)]) {
      expect(isNothing(each)).toBe(false);
    }
  });
});

describe('amounts that this program wrote', () => {
  it('are read back, and anything else is a fault of it', () => {
    expect(microFromText('-1.5')).toBe(-1_500_000n);
    expect(() => microFromText('1,5')).toThrow('"1,5" stands where an amount of ours should');
    expect(() => microFromText('0.0000001')).toThrow('should');
  });

  it('are written with as many decimals as asked for', () => {
    expect([formatScaled(5n, 1), formatScaled(-12n, 1), formatScaled(12_345n, 2)]).toEqual(['0.5', '-1.2', '123.45']);
  });

  it('are whole units of any scale, exactly or not at all', () => {
    expect(scaledFromExact(new Exact('-1.25'), 4)).toBe(-12_500n);
    expect(scaledFromExact(new Exact('7'), 0)).toBe(7n);
    expect(() => scaledFromExact(new Exact('1.25'), 1)).toThrow('1.25 has more than 1 decimals');
  });

  it('have a part at every place', () => {
    expect(partAt([3n, 0n], 1)).toBe(0n);
    expect(() => partAt([3n], 1)).toThrow('there is no part 1 among 1');
  });

  it('are compared at a rate, which is above nothing', () => {
    // 3 at 2 are 1.5, half away from zero; at 0.5 and then at 2 they are four times as much.
    expect([printedAmount(3n, '2'), printedAmount(-3n, '2'), printedAmount(3n, '0.5')]).toEqual([2n, -2n, 6n]);
    expect([atOtherRate(3n, '0.5', '2'), atOtherRate(-1n, '2', '1'), atOtherRate(3n, '2', '')]).toEqual([12n, -1n, 2n]);
    for (const rate of ['0', '-1']) expect(() => printedAmount(1n, rate)).toThrow(`"${rate}" is no rate`);
  });
});

it('currencies are those of ISO 4217', () => {
  expect(['USD', 'AED', 'ZWL', 'XAU', 'usd', '', 'US'].map(isIsoCurrency)).toEqual([
    ...[true, true, true, false, false, false, false],
  ]);
});
