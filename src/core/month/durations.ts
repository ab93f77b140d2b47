/** Milliseconds of a minute. */
export const MINUTE_MS = 60 * 1000;

/** Milliseconds of an hour. */
export const HOUR_MS = 60 * MINUTE_MS;

/** Milliseconds of a UTC day: each has 24 hours, whatever clocks anywhere do. */
export const DAY_MS = 24 * HOUR_MS;
