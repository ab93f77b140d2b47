const LONGEST = 80;

/** A value of a person's file as messages show it: in quotes, cut when it is long, control characters escaped. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text);
}
