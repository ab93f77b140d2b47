/** A text that a spreadsheet could run as a formula gets an apostrophe before it; `unescapeFormula` takes it off. */
export function escapeFormula(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** The text as it was before `escapeFormula`; one that was never escaped stays as it is. */
export function unescapeFormula(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
