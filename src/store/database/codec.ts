/** An id, line or count that came back from the database; always far below 2^53. */
export function small(value: bigint): number {
  return Number(value);
}

/** An instant or null. */
export function optionalInstant(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
