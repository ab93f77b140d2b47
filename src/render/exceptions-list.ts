import { allowedDecisions, type Decision, type DecisionCode } from '../core/close/decision.ts';
import type { Month } from '../core/month/month.ts';
import type { ShownException } from './reports/exceptions-csv.ts';

/** An exception, or something a person withholds, with what was decided. */
export interface ListedException {
  readonly row: ShownException;
  /** The month of its row: a decision is about code, subject and month. */
  readonly month: Month;
  /** Null while it is open. */
  readonly decision: Decision | null;
  /** Whether the close found it; else only the decision is left. */
  readonly isFound: boolean;
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

/** `exceptions MONTH --json`. */
export function exceptionListDocument(list: ExceptionList): Record<string, unknown> {
  const open = openExceptions(list).length;
  return {
    month: list.month,
    state: list.state,
    open,
    decided: list.exceptions.length - open,
    exceptions: list.exceptions.map(entryOf),
  };
}

/** Row, who decided it and when, and what may be decided about it. */
function entryOf({ row, decision }: ListedException): Record<string, unknown> {
  return {
    ...row,
    by: decision?.by ?? '',
    at: decision?.at ?? '',
    allowed: allowedDecisions(row.code as DecisionCode),
  };
}

/** Open ones first, because they need a person. */
export function exceptionListText(list: ExceptionList): string {
  const open = openExceptions(list);
  const decided = list.exceptions.filter(({ row }) => row.decision !== '');
  const head = `${list.month}  ${list.state}: ${open.length} open, ${decided.length} decided\n`;
  return [head, ...open.map(openText), ...decided.map(decidedText)].join('\n');
}

function openText({ row }: ListedException): string {
  const allowed = allowedDecisions(row.code as DecisionCode);
  const choice = allowed.length === 0 ? '' : `  decide: ${allowed.join(' or ')}\n`;
  return `open  ${titleOf(row)}\n  ${row.what}\n  ${row.remedy}\n${choice}`;
}

function decidedText({ row, decision }: ListedException): string {
  const note = row.note === '' ? '' : `: ${row.note}`;
  return `${row.decision}  ${titleOf(row)}\n  ${row.what}\n  ${decision?.by ?? ''} at ${decision?.at ?? ''}${note}\n`;
}

function titleOf({ code, subject, file, line }: ShownException): string {
  const place = file === null ? '' : `  (${file}${line === null ? '' : `:${line}`})`;
  return `${code}  ${subject}${place}`;
}
