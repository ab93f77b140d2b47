import type { Decision, DecisionName } from '../../core/close/decision.ts';
import type { FindingAmount } from '../../core/close/finding.ts';
import type { Month } from '../../core/month/month.ts';
import type { ShownException } from '../reports/exceptions-csv.ts';

/** An exception, or something a person withholds, with what was decided. */
export interface ListedException {
  readonly row: ShownException;
  /** The month of its row: a decision is about code, subject and month. */
  readonly month: Month;
  /** Null while it is open. */
  readonly decision: Decision | null;
  /** Whether the close found it; else only the decision is left. */
  readonly isFound: boolean;
  /** What may be decided about it; nothing where only an input mends it. */
  readonly allowed: readonly DecisionName[];
  /** What it has in common with others of its code; the code itself where that is all. */
  readonly cause: string;
  /** What it is about in money or points; null where that is not known. */
  readonly amount: FindingAmount | null;
  /** What leaving it out is about, where that is less than its subject; null where it is that. */
  readonly alone: string | null;
}

/** What `revshare exceptions MONTH` shows. */
export interface ExceptionList {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly state: string;
  readonly exceptions: readonly ListedException[];
}

export function openExceptions(list: ExceptionList): readonly ListedException[] {
  return list.exceptions.filter(({ row }) => row.decision === '');
}

/** The decisions that an exception takes, as a choice; empty for one that only an import can mend. */
export function allowedText({ allowed }: ListedException): string {
  return allowed.join(' or ');
}
