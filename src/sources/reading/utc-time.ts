const UTC_TIME = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.(\d+))?Z?$/;

/** Reads `2026-10-31 23:59:59` (seconds optional) as UTC, in ms; null when it is not such a time. */
export function parseUtcTime(text: string): number | null {
  const match = UTC_TIME.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const midnight = utcDay(year, month, day);
  return midnight === null ? null : midnight + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds(match[7]);
}

/** Reads `2026-10-31` as the first instant of that UTC day; null when there is no such day. */
export function parseUtcDate(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return null;
  return utcDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** Reads `10/31/2026`, as Apple's financial reports write days; null when there is no such day. */
export function parseAmericanDate(text: string): number | null {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  return match === null ? null : utcDay(Number(match[3]), Number(match[1]), Number(match[2]));
}

/** First instant of a UTC day; null for a day that the calendar does not have. */
export function utcDay(year: number, month: number, day: number): number | null {
  const instant = Date.UTC(year, month - 1, day);
  const date = new Date(instant);
  // Date takes the years 0 to 99 for 1900 to 1999.
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? instant
    : null;
}

/** Fractions are cut to whole milliseconds, never rounded into the next second. */
function milliseconds(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
}
