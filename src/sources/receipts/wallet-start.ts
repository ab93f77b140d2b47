/** As many digits of a wallet as the shortest reference of a rail's file has: that of Wise. */
const LEAST = 10;

/**
 * The first digits of a wallet in a text that the rails' files give a line, `2026-10-e90c43cbefc14c5f07783d`: of its month, and
 * the wallet without its 0x. Empty where a text has none.
 */
export function walletStartIn(text: string): string {
  const [, digits = ''] = /\d{4}-\d{2}[-\s]+(?:0x)?([0-9a-f]+)/i.exec(text) ?? [];
  return digits.length >= LEAST ? digits.toLowerCase() : '';
}
