/** Characters that move a terminal's cursor, change what it shows, or turn the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Text of anybody's file as a line on a terminal: a character for a character, none that moves the cursor. */
export function printable(text: string): string {
  return text.replace(/[\t\r\n]/g, ' ').replace(UNPRINTABLE, '\ufffd');
}

/** Whole texts of ours, with line breaks and tabs, which may hold anybody's words. */
export function printableLines(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (character === '\n' || character === '\t' ? character : '\ufffd'));
}
