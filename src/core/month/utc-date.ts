/** The UTC date of an instant, `YYYY-MM-DD`. */
export function utcDate(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
