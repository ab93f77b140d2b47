/** What stands out in a text for people, by the words that it begins with: gates, exceptions, what comes next. */
const COLOURS: readonly { readonly pattern: RegExp; readonly code: number }[] = [
  { pattern: /^ok(?= )/gm, code: 32 },
  { pattern: /^(?:open|warning)(?= {2,}[a-z])/gm, code: 33 },
  { pattern: /^(?:blocked(?= )|wrong(?= {2,}[a-z]))/gm, code: 31 },
  { pattern: /^\d{4}-\d{2} (?:is final|verified|restored)\b/gm, code: 32 },
  { pattern: /^\d{4}-\d{2} not (?:verified|restored)\b|^\d+ differences?$|(?<= {2})overdue\b/gm, code: 31 },
  { pattern: /^\d+ exceptions? needs? a person:|^\d+ of \d+ gates (?:is|are) not ok/gm, code: 33 },
  { pattern: /^no (?:open )?exceptions\b.*|^every gate is ok/gm, code: 32 },
  { pattern: /^\s+(?:\||\+)(?= )/gm, code: 36 },
  { pattern: /(?<= )-\d[\d.]*(?=\s|$)/gm, code: 31 },
  { pattern: /^next(?= )/gm, code: 1 },
];

/**
 * Colours a text. It is given without anybody's control characters: these here are the only ones that a terminal gets.
 *
 * @param depth how many colours the stream shows; below 4 bits there are none
 */
export function coloured(text: string, depth: number): string {
  if (depth < 4) return text;
  return COLOURS.reduce(
    (all, { pattern, code }) => all.replace(pattern, (part) => `\u001b[${code}m${part}\u001b[0m`),
    text,
  );
}
