/** `trunc(amount * part / whole)`: the proportion of an amount, truncated towards zero (R2). */
export function truncatedProportion(amount: bigint, part: bigint, whole: bigint): bigint {
  return (amount * part) / whole; // bigint division truncates towards zero
}

/**
 * An amount divided over parts that share it, cumulatively (R2):
 * part i = `trunc(A * w(1..i) / W) - trunc(A * w(1..i-1) / W)`.
 * The parts sum to the amount exactly. Weights may be negative; their sum must not be zero.
 */
export function cumulativeParts(amount: bigint, weights: readonly bigint[]): bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  let weightSoFar = 0n;
  let amountSoFar = 0n;
  return weights.map((weight) => {
    weightSoFar += weight;
    const upToHere = truncatedProportion(amount, weightSoFar, whole);
    const part = upToHere - amountSoFar;
    amountSoFar = upToHere;
    return part;
  });
}

/** The part at a place among the weights. */
export function partAt(parts: readonly bigint[], place: number): bigint {
  const part = parts[place];
  if (part === undefined) throw new Error(`there is no part ${place} among ${parts.length}`);
  return part;
}

/** `amount * part / whole`, half-even (R2): a conversion by a rate that is itself the quotient of two amounts. */
export function halfEvenProportion(amount: bigint, part: bigint, whole: bigint): bigint {
  const [product, divisor] = whole < 0n ? [-amount * part, -whole] : [amount * part, whole];
  const truncated = product / divisor;
  const rest = product % divisor;
  const away = rest < 0n ? -1n : 1n;
  const doubled = rest * away * 2n;
  const isUp = doubled > divisor || (doubled === divisor && truncated % 2n !== 0n);
  return isUp ? truncated + away : truncated;
}
