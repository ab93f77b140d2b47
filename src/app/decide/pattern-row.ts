import type { TextPattern } from '../../core/text/text-pattern.ts';
import type { ListedException } from '../../render/exceptions/listed-exception.ts';
import type { DecisionRow } from '../../sources/small/decisions-file.ts';

/** A row that stood for several exceptions, and for how many. */
export interface JudgedPattern {
  readonly code: string;
  /** With `*` for any characters. */
  readonly subject: string;
  /** Empty for any. */
  readonly cause: string;
  readonly decision: string;
  readonly exceptions: number;
  /** Those that fit and were decided otherwise before: they stay as they are. */
  readonly otherwise: number;
}

/**
 * What a row may call an exception: its subject, its own name where it has one beside that, and where it was decided
 * alone what others like it are called.
 */
export function namesOf({ row, cause, alone }: ListedException): string[] {
  if (alone === null) return [row.subject];
  return [row.subject, alone === row.subject ? cause : alone];
}

/**
 * Whether a row stands for an exception of the month: by its code, its cause and the pattern of its subject; of one that
 * takes its decision.
 */
export function standsFor(row: DecisionRow, pattern: TextPattern): (listed: ListedException) => boolean {
  return ({ row: { code, subject }, cause, isFound, allowed }) => {
    const takesIt = row.decision === '' || allowed.some((each) => each === row.decision);
    return isFound && takesIt && code === row.code && pattern(subject) && (row.cause === '' || row.cause === cause);
  };
}

/** Whether an exception is open, or decided as a row says. */
export function isFree({ decision, note }: DecisionRow): (listed: ListedException) => boolean {
  return ({ row }) => row.decision === '' || (row.decision === decision && row.note === note);
}
