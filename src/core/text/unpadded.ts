/** Characters that show nothing and that text copied from pages and sheets brings along: no id, account or model has them. */
export const INVISIBLE = '\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff';

/** Blanks, of any width. */
export const BLANKS =
  ' \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';

const OUTER = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, 'g');
const HIDDEN = new RegExp([...INVISIBLE].join('|'), 'g');

/** An id, account or model as it is compared: without blanks around it and without what shows nothing. */
export function unpadded(text: string): string {
  return text.replace(HIDDEN, '').replace(OUTER, '');
}
