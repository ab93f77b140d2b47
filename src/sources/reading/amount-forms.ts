/** How an export may write its amounts: an amount in that form as a plain decimal text, any other text as it is. */
export type AmountForm = (text: string) => string;

const THOUSANDS = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;
/** Before three digits a comma is one of decimals where nothing but a zero stands before it. */
const DECIMAL_COMMA = /^-?(0,\d+|(\d+|\d{1,3}([. \u00a0\u202f]\d{3})+),\d{1,2})$/;
/** What stands before three digits may separate thousands, or three decimals. */
const EITHER = /^-?[1-9]\d{0,2}[.,]\d{3}$/;

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

/**
 * How one file writes its amounts. Where one has a decimal comma, `1.204` of another may be 1204, and `1,204` 1.204: the
 * currency of a row does not say how many decimals are printed.
 */
export class SeparatorsOfFile {
  #comma = '';
  #either = '';

  /**
   * Takes note of an amount, in the order of the file.
   *
   * @returns why nobody can say what it, or one before it, is; null where everybody can
   */
  unclear(text: string, form: AmountForm): string | null {
    if (this.#comma === '' && form(text) !== text && DECIMAL_COMMA.test(text)) this.#comma = text;
    if (EITHER.test(text)) this.#either = text;
    if (this.#comma === '' || this.#either === '') return null;
    const why = `${this.#either} may be thousands or three decimals, because the file has decimal commas (${this.#comma})`;
    this.#either = '';
    return why;
  }
}
