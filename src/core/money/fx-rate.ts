import { Exact } from './exact-decimal.ts';
import type { MicroUnit, MicroUsd } from './micro.ts';

/** US dollars for one unit of a currency, as `fx.csv` gives it. `null` stands for the dollar itself. */
export type FxRate = Exact | null;

/** Converts an amount to micro-dollars, half-even (R2); one rounding per call. */
export function convertHalfEven(amount: MicroUnit, rate: FxRate): MicroUsd {
  if (rate === null) return amount;
  return BigInt(new Exact(amount.toString()).times(rate).toDecimalPlaces(0, Exact.ROUND_HALF_EVEN).toFixed(0));
}
