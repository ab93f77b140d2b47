import type { MicroUnit, MicroUsd } from './micro.ts';

/**
 * What an amount was in its own currency, in millionths: micro-dollars divided by the rate, to the nearest millionth.
 * A conversion rounds to the micro-dollar, so this is what was printed, give or take a millionth. For comparing prices;
 * nothing is paid by it.
 *
 * @param rate dollars for one unit, plain decimal text, positive; empty for the dollar itself
 */
export function printedAmount(amount: MicroUsd, rate: string): MicroUnit {
  const { digits, scale } = fractionOf(rate);
  const [size, sign] = amount < 0n ? [-amount, -1n] : [amount, 1n];
  return (sign * (2n * size * scale + digits)) / (2n * digits);
}

/** The amount as it would be in dollars at another rate, to the nearest micro-dollar. */
export function atOtherRate(amount: MicroUsd, rate: string, other: string): MicroUsd {
  const [own, wanted] = [fractionOf(rate), fractionOf(other)];
  const [size, sign] = amount < 0n ? [-amount, -1n] : [amount, 1n];
  const whole = own.digits * wanted.scale;
  return (sign * (2n * size * own.scale * wanted.digits + whole)) / (2n * whole);
}

/** A rate is digits / scale. */
function fractionOf(rate: string): { digits: bigint; scale: bigint } {
  if (rate === '') return { digits: 1n, scale: 1n };
  const [whole = '', fraction = ''] = rate.split('.');
  const digits = BigInt(whole + fraction);
  if (digits <= 0n) throw new Error(`"${rate}" is no rate`);
  return { digits, scale: 10n ** BigInt(fraction.length) };
}
