import { Decimal } from 'decimal.js';

/**
 * The one Decimal of the program: 120 digits, so that no sum or product of ours is ever rounded
 * (decimal.js rounds to 20 digits by default, without a word).
 */
export const Exact = Decimal.clone({
  precision: 120,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -200,
  toExpPos: 200,
});
export type Exact = Decimal;

const MICRO = new Exact(1_000_000);

/** Millionths as an exact decimal number of whole units. */
export function exactFromMicro(amount: bigint): Exact {
  return new Exact(amount.toString()).dividedBy(MICRO);
}

/** Plain decimal text, exactly. */
export function exactFromText(text: string): Exact {
  return new Exact(text);
}

/** The distributable amount of R10: floor to the millionth. */
export function floorToMicro(amount: Exact): bigint {
  return BigInt(amount.times(MICRO).floor().toFixed(0));
}

/** Plain decimal text, at least six decimals, never an exponent. */
export function formatExact(amount: Exact): string {
  return amount.toFixed(Math.max(6, amount.decimalPlaces()));
}

/** How many decimals an amount has. */
export function decimalsOf(amount: Exact): number {
  return amount.decimalPlaces();
}

/** An amount in units of 10^-decimals, exactly. Throws when it has more decimals than that. */
export function scaledFromExact(amount: Exact, decimals: number): bigint {
  if (decimalsOf(amount) > decimals) throw new Error(`${amount.toFixed()} has more than ${decimals} decimals`);
  return BigInt(amount.toFixed(decimals).replace('.', ''));
}
