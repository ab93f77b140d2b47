import { absolute } from '../../money/micro.ts';

/** An amount in units of 10^-scale as plain decimal text with exactly that many decimals. */
export function formatUnits(amount: bigint, scale: number): string {
  const digits = absolute(amount)
    .toString()
    .padStart(scale + 1, '0');
  const sign = amount < 0n ? '-' : '';
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const PLAIN_DECIMAL = /^(\d{1,60})(?:\.(\d*))?$/;

/** Reads a plain decimal text as units of 10^-scale, exactly; null when it is none, or has more decimals than zeros. */
export function parseUnits(text: string, scale: number): bigint | null {
  const match = PLAIN_DECIMAL.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(scale))) return null;
  return BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
}
