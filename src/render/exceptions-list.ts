import type { ShownException } from './reports/exceptions-csv.ts';

/** An exception, or something a person withholds, with what was decided and by whom. */
export interface ListedException extends ShownException {
  /** Empty while it is open. */
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
  /** What may be decided about it. */
  readonly allowed: readonly string[];
}

/** What `revshare exceptions MONTH` shows. */
export interface ExceptionList {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly state: string;
  readonly exceptions: readonly ListedException[];
}

export function openExceptions(list: ExceptionList): readonly ListedException[] {
  return list.exceptions.filter((each) => each.decision === '');
}

/** `exceptions MONTH --json`. */
export function exceptionListDocument(list: ExceptionList): Record<string, unknown> {
  const open = openExceptions(list).length;
  return {
    month: list.month,
    state: list.state,
    open,
    decided: list.exceptions.length - open,
    exceptions: list.exceptions,
  };
}

/** Open ones first, because they need a person. */
export function exceptionListText(list: ExceptionList): string {
  const open = openExceptions(list);
  const decided = list.exceptions.filter((each) => each.decision !== '');
  const head = `${list.month}  ${list.state}: ${open.length} open, ${decided.length} decided\n`;
  return [head, ...open.map(openText), ...decided.map(decidedText)].join('\n');
}

function openText(each: ListedException): string {
  const choice = each.allowed.length === 0 ? '' : `  decide: ${each.allowed.join(' or ')}\n`;
  return `open  ${titleOf(each)}\n  ${each.what}\n  ${each.remedy}\n${choice}`;
}

function decidedText(each: ListedException): string {
  const note = each.note === '' ? '' : `: ${each.note}`;
  return `${each.decision}  ${titleOf(each)}\n  ${each.what}\n  ${each.by} at ${each.at}${note}\n`;
}

function titleOf({ code, subject, file, line }: ListedException): string {
  const place = file === null ? '' : `  (${file}${line === null ? '' : `:${line}`})`;
  return `${code}  ${subject}${place}`;
}
