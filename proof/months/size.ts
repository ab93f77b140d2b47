/** How large a world of many months is. */
export interface Size {
  readonly subscribers: number;
  readonly workers: number;
  readonly jobsPerDay: number;
}

export const FIRST_MONTH_MS = Date.UTC(2026, 7, 1);

/** The first instant of a month of the world, counted from its first. */
export function startOf(month: number): number {
  const first = new Date(FIRST_MONTH_MS);
  return Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1);
}

/** `YYYY-MM` */
export function nameOf(month: number): string {
  return new Date(startOf(month)).toISOString().slice(0, 7);
}

/** Some days after the end of a month, as `--as-of` takes it. */
export function daysAfter(month: number, days: number, minutes = 0): string {
  return new Date(startOf(month + 1) + days * 86_400_000 + minutes * 60_000).toISOString();
}

export function dayText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
