/** An instant as documents show it, ISO 8601; null where there is none. */
export function instantText(instantMs: number | null): string | null {
  return instantMs === null ? null : new Date(instantMs).toISOString();
}

/** The instant (ms UTC) that such a text names. */
export function instantOf(written: unknown): number | null {
  return written === null ? null : Date.parse(String(written));
}
