import type { Components } from './components.ts';
import { decimalsOf, type Exact, scaledFromExact } from './exact-decimal.ts';
import type { MicroUnit, MicroUsd } from './micro.ts';
import { halfEvenProportion } from './proportion.ts';

/** US dollars for one unit of a currency, as `fx.csv` gives it. `null` stands for the dollar itself. */
export type FxRate = Exact | null;

/** Converts an amount to micro-dollars, half-even (R2); one rounding per call. */
export function convertHalfEven(amount: MicroUnit, rate: FxRate): MicroUsd {
  if (rate === null) return amount;
  const { part, whole } = fractionOf(rate);
  return halfEvenProportion(amount, part, whole);
}

/** Each of a charge's components by itself (R3). */
export function convertComponents({ gross, tax, fee }: Components, rate: FxRate): Components {
  return { gross: convertHalfEven(gross, rate), tax: convertHalfEven(tax, rate), fee: convertHalfEven(fee, rate) };
}

interface Fraction {
  readonly part: bigint;
  readonly whole: bigint;
}

const FRACTIONS = new WeakMap<Exact, Fraction>();

/** A rate as a fraction, exactly. There are few rates, and many amounts of each: it is made once. */
function fractionOf(rate: Exact): Fraction {
  let fraction = FRACTIONS.get(rate);
  if (fraction === undefined) {
    const decimals = decimalsOf(rate);
    fraction = { part: scaledFromExact(rate, decimals), whole: 10n ** BigInt(decimals) };
    FRACTIONS.set(rate, fraction);
  }
  return fraction;
}
