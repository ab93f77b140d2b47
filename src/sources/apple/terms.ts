/** What an Apple row says about the time it pays for. */
export interface AppleTerms {
  /** Standard Subscription Duration, as printed. */
  readonly duration: string;
  /** In lower case; empty without an offer. */
  readonly offerType: string;
  readonly offerDuration: string;
  readonly units: number;
}

/** As kept with the row. */
export function writeAppleTerms(terms: AppleTerms): string {
  return [terms.duration, terms.offerType, terms.offerDuration, terms.units].join('|');
}

export function readAppleTerms(text: string): AppleTerms {
  const [duration = '', offerType = '', offerDuration = '', units = '1'] = text.split('|');
  return { duration, offerType, offerDuration, units: Number(units) };
}

/**
 * The months that a sale pays for (docs/inputs.md, Apple): the standard duration; a pay-up-front offer covers its own.
 * Null when the duration is none that Apple documents; `planMonths` when the report leaves it blank.
 */
export function coveredMonths(terms: AppleTerms, planMonths: number): number | null {
  const text = terms.offerType === 'pay up front' ? terms.offerDuration : terms.duration;
  if (text === '') return planMonths;
  const match = /^(\d+) (day|week|month|year)s?$/i.exec(text);
  if (match === null) return null;
  const count = Number(match[1]);
  switch (match[2]?.toLowerCase()) {
    case 'year':
      return count * 12;
    case 'month':
      return Math.max(1, count);
    default:
      // Days and weeks fall into the month of the charge.
      return 1;
  }
}
