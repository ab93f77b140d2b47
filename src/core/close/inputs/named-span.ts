/** What the name of a provider's file says of the times of its rows. */
export interface NamedSpan {
  /** For people, such as `2026-10-01 to 2026-10-31`. */
  readonly said: string;
  /** Half-open, ms UTC: what lies outside is certainly not of the days or the month that the name says. */
  readonly fromMs: number;
  readonly beforeMs: number;
}
