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

/** The latest result of each subject; of one day a hit counts. */
export function latestScreenings(rows: readonly Screening[]): Map<string, ScreeningResult> {
  const sorted = [...rows].sort((a, b) => compareText(a.date, b.date) || compareText(a.result, b.result));
  return new Map(sorted.map(({ subject, result }) => [subject, result]));
}
