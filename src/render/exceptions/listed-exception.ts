import type { Decision } from '../../core/close/decision.ts';
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
  /** What it has in common with others of its code; the code itself where that is all. */
  readonly cause: string;
  /** What it is about in money or points; null where that is not known. */
  readonly amount: FindingAmount | null;
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
