import { formatMicro } from '../../core/money/micro.ts';
import type { ShownException } from '../reports/exceptions-csv.ts';
import { nextCommand } from '../terminal/next-command.ts';
import { type ExceptionGroup, groupEntries, groupsOf, remediesOf, sumsText } from './exception-groups.ts';
import { allowedText, type ExceptionList, type ListedException, openExceptions } from './listed-exception.ts';

/** `exceptions MONTH --json`. */
export function exceptionListDocument(list: ExceptionList): Record<string, unknown> {
  const open = openExceptions(list).length;
  return {
    month: list.month,
    state: list.state,
    open,
    decided: list.exceptions.length - open,
    exceptions: list.exceptions.map(entryOf),
    groups: groupEntries(list.exceptions),
  };
}

/** Row, who decided it and when, and what may be decided about it. */
function entryOf({ row, decision, allowed, cause, amount }: ListedException): Record<string, unknown> {
  return {
    ...row,
    by: decision?.by ?? '',
    at: decision?.at ?? '',
    allowed,
    cause,
    amount: amount === null ? '' : formatMicro(amount.micro),
    unit: amount?.unit ?? '',
  };
}

/**
 * Open ones first, because they need a person; what is alike is one entry.
 *
 * @param all lists every one by itself
 */
export function exceptionListText(list: ExceptionList, all: boolean): string {
  const open = openExceptions(list);
  const decided = list.exceptions.filter(({ row }) => row.decision !== '');
  const head = `${list.month}  ${list.state}: ${open.length} open, ${decided.length} decided\n`;
  const next = nextCommand(open.length === 0 ? `status ${list.month}` : `exceptions ${list.month} --export FILE`);
  if (all) return `${[head, ...[...open, ...decided].map(exceptionText)].join('\n')}${next}`;
  const groups = [...groupsOf(open), ...groupsOf(decided)];
  const hint = groups.some(({ exceptions }) => exceptions.length > 1)
    ? [`--all lists every one; --export FILE --groups writes a row for each group, to decide it at once.\n`]
    : [];
  return `${[head, ...groups.map(groupText), ...hint].join('\n')}${next}`;
}

function groupText(group: ExceptionGroup): string {
  const { exceptions, first } = group;
  const others = exceptions.length - 1;
  if (others === 0) return exceptionText(first);
  const sums = sumsText(group);
  const cause = group.cause === group.code ? '' : `  ${group.cause}`;
  const title = `${group.code}${cause}  ${exceptions.length} exceptions${sums === '' ? '' : `, ${sums}`}`;
  const example = `  ${first.row.what}${placeOf(first.row)}, and ${others} more\n`;
  if (group.decision !== '') return `${group.decision}  ${title}\n${example}${decidedBy(first)}`;
  return `open  ${title}\n${example}${remediesOf(group)
    .map((each) => `  ${each}\n`)
    .join('')}${choiceOf(first)}`;
}

function exceptionText(listed: ListedException): string {
  const { row } = listed;
  const title = `${row.code}  ${row.subject}${placeOf(row)}\n  ${row.what}\n`;
  if (row.decision !== '') return `${row.decision}  ${title}${decidedBy(listed)}`;
  return `open  ${title}  ${row.remedy}\n${choiceOf(listed)}`;
}

function choiceOf(listed: ListedException): string {
  const allowed = allowedText(listed);
  return allowed === '' ? '' : `  decide: ${allowed}\n`;
}

function decidedBy({ row, decision }: ListedException): string {
  const note = row.note === '' ? '' : `: ${row.note}`;
  return `  ${decision?.by ?? ''} at ${decision?.at ?? ''}${note}\n`;
}

function placeOf({ file, line }: ShownException): string {
  return file === null ? '' : `  (${file}${line === null ? '' : `:${line}`})`;
}
