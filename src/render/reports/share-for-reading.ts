const SCALE = 10n ** 12n;

/** A fraction with twelve decimals, cut: for reading only, nothing is computed from it. */
export function shareForReading(part: bigint, whole: bigint): string {
  const scaled = whole === 0n ? 0n : (part * SCALE) / whole;
  const digits = scaled.toString().padStart(13, '0');
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`;
}
