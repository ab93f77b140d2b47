/** Whether a text has what a pattern says: `*` stands for any characters, none too; everything else for itself. */
export type TextPattern = (text: string) => boolean;

/** A pattern of a text that holds `*`; null for any other text, which stands for itself alone. */
export function textPattern(text: string): TextPattern | null {
  if (!text.includes('*')) return null;
  const literal = text.split(/\*+/).map((part) => part.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'));
  const pattern = new RegExp(`^${literal.join('[^]*')}$`);
  return (other) => pattern.test(other);
}
