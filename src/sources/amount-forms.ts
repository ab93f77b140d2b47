/** How an export may write its amounts: an amount in that form as a plain decimal text, any other text as it is. */
export type AmountForm = (text: string) => string;

const THOUSANDS = /^-?\d{1,3}(,\d{3})+(\.\d*)?$/;
const DECIMAL_COMMA = /^-?(\d+|\d{1,3}([. \u00a0\u202f]\d{3})+),\d{1,2}$/;

/** A dot before the decimals and nothing else. */
export const plain: AmountForm = (text) => text;

/** Also `1,204.50` and `1,204`. */
export const withThousands: AmountForm = (text) => (THOUSANDS.test(text) ? text.replaceAll(',', '') : text);

/**
 * Also `1,204.50`, `295,80` and `1.204,50`: what nobody can take for another amount. `1,204` could be either, because some
 * currencies have three decimals.
 */
export const withEitherSeparator: AmountForm = (text) => {
  if (DECIMAL_COMMA.test(text)) return text.replaceAll(/[. \u00a0\u202f]/g, '').replace(',', '.');
  return text.includes('.') ? withThousands(text) : text;
};

/** The same, with `1,204` as thousands. */
export const withEitherSeparatorOrThousands: AmountForm = (text) => withThousands(withEitherSeparator(text));
