/** What an Apple row says about the time it pays for. */
export interface AppleTerms {
  /** Standard Subscription Duration, as printed. */
  readonly duration: string;
  /** In lower case; empty without an offer. */
  readonly offerType: string;
  readonly offerDuration: string;
  readonly units: number;
}

const KNOWN_OFFERS = ['free trial', 'pay as you go', 'pay up front'] as const;

/**
 * An offer type as the rules know it: in lower case, without what another report of Apple's adds to it (`Pay Up Front Intro
 * Offer`). One that is not known stays as it is.
 */
export function offerTypeOf(printed: string): string {
  const words = printed.toLowerCase().replaceAll('-', ' ');
  return KNOWN_OFFERS.find((each) => words === each || words.startsWith(`${each} `)) ?? printed.toLowerCase();
}

/** Whether a row's offer type is none, or one that the rules know. */
export function isKnownOffer(offerType: string): boolean {
  return offerType === '' || KNOWN_OFFERS.some((each) => each === offerType);
}

/** As kept with the row. */
export function writeAppleTerms(terms: AppleTerms): string {
  return [terms.duration, terms.offerType, terms.offerDuration, terms.units].join('|');
}

export function readAppleTerms(text: string): AppleTerms {
  const [duration = '', offerType = '', offerDuration = '', units = '1'] = text.split('|');
  return { duration, offerType, offerDuration, units: Number(units) };
}

/** The duration that counts, as printed: a pay-up-front offer covers its own. */
export function paidDuration({ duration, offerType, offerDuration }: AppleTerms): string {
  return offerType === 'pay up front' ? offerDuration : duration;
}

/** What falls into the month of the charge: not more than a month. */
const [MOST_DAYS, MOST_WEEKS] = [31, 4];

/**
 * The months that a sale pays for (docs/inputs.md, Apple). Null when the duration is none that Apple documents, and of a
 * pay-up-front offer that does not say how long it is; `planMonths` when the report leaves the standard duration blank.
 */
export function coveredMonths(terms: AppleTerms, planMonths: number): number | null {
  const text = paidDuration(terms);
  if (text === '') return terms.offerType === 'pay up front' ? null : planMonths;
  const match = /^([1-9]\d?) (day|week|month|year)s?$/i.exec(text);
  if (match === null) return null;
  const count = Number(match[1]);
  switch (match[2]?.toLowerCase()) {
    case 'year':
      return count * 12;
    case 'month':
      return count;
    case 'week':
      return count <= MOST_WEEKS ? 1 : null;
    default:
      return count <= MOST_DAYS ? 1 : null;
  }
}
