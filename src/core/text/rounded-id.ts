/** A long number as spreadsheets and floating-point columns write it, for any engine: `5.5E+12`, `1.7912016e+16`. */
export const ROUNDED_ID_PATTERN = '[0-9]([.,][0-9]+)?[eE][+][0-9]{1,3}';

const ROUNDED_ID = new RegExp(`^${ROUNDED_ID_PATTERN}$`);

/** Whether a text is what is left of a number that was rounded: as an id it is that of many (R11, R12). */
export function isRoundedId(text: string): boolean {
  return ROUNDED_ID.test(text);
}

/** What is wrong with it. */
export const ROUNDED_ID_WORDS = 'is a rounded number: which id it was is not in the file';
