import { compareText } from '../../text/compare-text.ts';
import { folded } from './destination.ts';

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

/** What a screening may say something of where a wallet is paid: the wallet, and where it would be sent. */
export function subjectsOf(wallet: string, destination: string): string[] {
  return [wallet, folded(destination)];
}

/**
 * Hits that the files in force do not know any more, with their days: the last that was ever said of the subject is a hit, and no row in force is of its day
 * or a later one. Who takes a hit out of screening.csv has not cleared anybody.
 *
 * @param inForce rows of the files in force; @param replaced rows of files that others replaced
 * @param today as of latestScreenings
 */
export function goneHits(
  inForce: readonly Screening[],
  replaced: readonly Screening[],
  today: string,
): Map<string, string> {
  const isKnown = ({ result, date }: Screening): boolean => result === 'hit' || date <= today;
  const said = latestDays(inForce.filter(isKnown));
  const cleared = latestDays(replaced.filter((row) => row.result === 'clear' && isKnown(row)));
  const hits = latestDays(replaced.filter(({ result }) => result === 'hit'));
  const isGone = ([subject, date]: readonly [string, string]): boolean =>
    date > (said.get(subject) ?? '') && date >= (cleared.get(subject) ?? '');
  return new Map([...hits].filter(isGone));
}

/** The last day of each subject. */
function latestDays(rows: readonly Screening[]): Map<string, string> {
  const days = new Map<string, string>();
  for (const { subject, date } of rows) if (date > (days.get(subject) ?? '')) days.set(subject, date);
  return days;
}
