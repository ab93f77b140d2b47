/** An amount in units of 10^-scale as plain decimal text with all of the scale's decimals: 1234567n at 6 is `1.234567`. */
export function formatAsset(amount: bigint, scale: number): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(scale + 1, '0');
  const sign = amount < 0n ? '-' : '';
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
