import { compareText } from '../text/compare-text.ts';

/** What a sanctions screening says of a wallet or a destination. */
export const SCREENING_RESULTS = ['clear', 'hit'] as const;

export type ScreeningResult = (typeof SCREENING_RESULTS)[number];

/** One row of screening.csv. */
export interface Screening {
  /** A wallet or a destination, lower case and without spaces. */
  readonly subject: string;
  readonly result: ScreeningResult;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

/**
 * The latest result of each subject; of one day a hit counts.
 *
 * @param today `YYYY-MM-DD`: nobody is clear yet by a screening of a later day, which is a slip of the pen; null to take all as they
 * are dated. A hit holds the payment whatever its day.
 */
export function latestScreenings(rows: readonly Screening[], today: string | null): Map<string, ScreeningResult> {
  const known = rows.filter(({ result, date }) => result === 'hit' || today === null || date <= today);
  const sorted = known.sort((a, b) => compareText(a.date, b.date) || compareText(a.result, b.result));
  return new Map(sorted.map(({ subject, result }) => [subject, result]));
}
