/**
 * Amounts as whole millionths (R2). Micro-dollars and micro-Spark are both `bigint`;
 * the aliases say which one a value is. No JavaScript number ever holds money or points.
 */
export type MicroUsd = bigint;
/** Millionths of the provider's own currency, as printed in its export. */
export type MicroUnit = bigint;
/** Millionths of a Spark. */
export type MicroSpark = bigint;

const PLAIN_DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$/;
const DECIMALS = 6;

/** Why a text is not an amount in millionths. */
export type AmountFault = 'not-an-amount' | 'too-many-digits';

/**
 * Reads a plain decimal text exactly. Digits beyond the sixth decimal are a fault unless they are zeros:
 * nothing is ever rounded on the way in.
 */
export function parseMicro(text: string): bigint | AmountFault {
  const match = PLAIN_DECIMAL.exec(text);
  if (match === null) return 'not-an-amount';
  const [, sign, whole = '', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(DECIMALS))) return 'too-many-digits';
  const micro = BigInt(whole + fraction.slice(0, DECIMALS).padEnd(DECIMALS, '0'));
  return sign === '-' ? -micro : micro;
}

/** Millionths of an amount that we wrote ourselves; throws at anything else, because it is a fault of the program. */
export function microFromText(text: string): bigint {
  const amount = parseMicro(text);
  if (typeof amount !== 'bigint') throw new Error(`"${text}" stands where an amount of ours should`);
  return amount;
}

/** A plain decimal with exactly six decimals, e.g. `-0.000001`. */
export function formatMicro(amount: bigint): string {
  return formatScaled(amount, DECIMALS);
}

/** A plain decimal of an amount in units of 10^-decimals, with exactly so many decimals (at least one). */
export function formatScaled(amount: bigint, decimals: number): string {
  const digits = absolute(amount)
    .toString()
    .padStart(decimals + 1, '0');
  const sign = amount < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** An amount without its sign. */
export function absolute(amount: MicroUnit): MicroUnit {
  return amount < 0n ? -amount : amount;
}
