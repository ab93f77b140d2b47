const SHOWN = 20;

/** The first of many lines of a refusal, and how many more there are. */
export function shownLines(lines: readonly string[]): string[] {
  const more = lines.length - SHOWN;
  return more > 0 ? [...lines.slice(0, SHOWN), `and ${more} more`] : [...lines];
}
