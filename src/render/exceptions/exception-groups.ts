import type { FindingAmount } from '../../core/close/finding.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { type Columns, count, csvText, plain, text } from '../reports/columns.ts';
import { allowedText, type ListedException } from './listed-exception.ts';

/** Exceptions of one code and cause that are open, or decided alike. */
export interface ExceptionGroup {
  readonly code: string;
  readonly cause: string;
  /** What was decided, and why; empty while they are open. */
  readonly decision: string;
  readonly note: string;
  readonly first: ListedException;
  readonly exceptions: readonly ListedException[];
  /** What those come to whose amount is known, by unit: a currency, or Spark. */
  readonly sums: readonly FindingAmount[];
}

/** Puts together what is alike, in the order in which each group's first stands. */
export function groupsOf(exceptions: readonly ListedException[]): ExceptionGroup[] {
  const groups = new Map<string, [ListedException, ...ListedException[]]>();
  for (const each of exceptions) {
    const { code, decision, note } = each.row;
    const key = JSON.stringify([code, each.cause, decision, note]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()].map((all) => {
    const [first] = all;
    const { code, decision, note } = first.row;
    return { code, cause: first.cause, decision, note, first, exceptions: all, sums: sumsOf(all) };
  });
}

function sumsOf(exceptions: readonly ListedException[]): FindingAmount[] {
  const sums = new Map<string, bigint>();
  for (const { amount } of exceptions) {
    if (amount !== null) sums.set(amount.unit, (sums.get(amount.unit) ?? 0n) + amount.micro);
  }
  return [...sums].sort(([one], [other]) => compareText(one, other)).map(([unit, micro]) => ({ micro, unit }));
}

/** Such as `120.000000 EUR, 60.000000 USD`; empty where no amount is known. */
export function sumsText({ sums }: ExceptionGroup): string {
  return sums.map(({ micro, unit }) => `${formatMicro(micro)} ${unit}`).join(', ');
}

const MOST_REMEDIES = 5;

/** What to do about a group, each thing once; of many the first. */
export function remediesOf({ exceptions }: ExceptionGroup): string[] {
  const all = [...new Set(exceptions.map(({ row }) => row.remedy))];
  const more = all.length - MOST_REMEDIES;
  return [...all.slice(0, MOST_REMEDIES), ...(more > 0 ? [`and ${more} more like it`] : [])];
}

/** The row of a group that people fill in: one decision for all of it. */
const COLUMNS = {
  code: text.of(({ code }) => code),
  cause: text.of(({ cause }) => cause),
  exceptions: count.of(({ exceptions }) => exceptions.length),
  amounts: plain.of((group) => sumsText(group)),
  what: text.of(({ first }) => first.row.what),
  remedy: text.of((group) => remediesOf(group).join(' ')),
  allowed: text.of(({ first }) => allowedText(first)),
  decision: text.of(({ decision }) => decision),
  note: text.of(({ note }) => note),
  // A pattern, with the cause beside it; one exception by its own name.
  subject: text.of(({ exceptions, first }) => (exceptions.length === 1 ? first.row.subject : '*')),
} satisfies Columns<ExceptionGroup>;

/** The groups that are open, as a file of decisions: filled in, a row decides every exception of its group. */
export function groupsToDecide(exceptions: readonly ListedException[]): string {
  return csvText(COLUMNS, groupsOf(exceptions.filter(({ row }) => row.decision === '')));
}

/** `exceptions MONTH --json`, groups. */
export function groupEntries(exceptions: readonly ListedException[]): Record<string, unknown>[] {
  return groupsOf(exceptions).map(({ code, cause, decision, note, exceptions: all, sums }) => {
    const amounts = sums.map(({ micro, unit }) => ({ amount: formatMicro(micro), unit }));
    return { code, cause, decision, note, exceptions: all.length, amounts };
  });
}
