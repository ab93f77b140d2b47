import { formatMicro } from '../../core/money/micro.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { AssembledGroup, AssemblyRules, SourcedTransaction } from '../../core/revenue/assembled.ts';

/**
 * The rows that count, where files that do not replace each other have equal ones (docs/inputs.md, Google): no row has an
 * id, so the larger count of the files stands, and a person decides whether it is `one` event that both print or `two`.
 */
export function withoutRepeats<Row extends SourcedTransaction>(
  group: AssembledGroup,
  rows: readonly Row[],
  rules: AssemblyRules,
): Row[] {
  return [...rowsByContent(rows).values()].flatMap((equal) => {
    const files = byFile(equal);
    return files.length === 1 ? equal : counted(group, files, rules);
  });
}

/** @param files the rows of each: those of the first count, those of the others are asked about */
function counted<Row extends SourcedTransaction>(
  group: AssembledGroup,
  files: readonly (readonly Row[])[],
  rules: AssemblyRules,
): Row[] {
  const [kept = [], ...repeating] = files;
  const others = repeating.flat();
  const [first] = others;
  if (first === undefined) return [...kept];
  const month = monthOfInstant(first.atMs);
  const once = subjectOf(first);
  // What is decided about two files is about no third one.
  const counts = files.map(({ length }) => length).join(' and ');
  const full = [once, first.product, counts].filter((each) => each !== '').join(' ');
  const subject = rules.decisions.subjectOf('repeated-row', month, { full, once });
  const areTwo = rules.decisions.on('repeated-row', subject, month)?.decision === 'two';
  const many = files.length > 2 && subject !== once ? `${files.length} files have` : 'two files have';
  const what = `${many} this row (${once}), and neither replaces the other: it counts as often as the file has it that has it most`;
  group.report({ code: 'repeated-row', subject, month, what, source: first.source }, areTwo ? [] : others);
  return areTwo ? [...kept, ...others] : [...kept];
}

function subjectOf({ group, kind, atMs, gross, currency }: SourcedTransaction): string {
  const order = group === '' ? 'no order' : group;
  return `${order} ${kind} ${new Date(atMs).toISOString()} ${formatMicro(gross)} ${currency}`;
}

function rowsByContent<Row extends SourcedTransaction>(rows: readonly Row[]): Map<string, Row[]> {
  const equal = new Map<string, Row[]>();
  for (const row of rows) {
    const key = [row.group, row.product, row.kind, row.atMs, row.gross, row.currency].join('\n');
    equal.set(key, [...(equal.get(key) ?? []), row]);
  }
  return equal;
}

/** The rows of each file: the file that has most of them first. Equal rows are interchangeable, so which of two is first decides nothing. */
function byFile<Row extends SourcedTransaction>(rows: readonly Row[]): Row[][] {
  const files = new Map<string, Row[]>();
  for (const row of rows) files.set(row.source.input, [...(files.get(row.source.input) ?? []), row]);
  return [...files.values()].sort((a, b) => b.length - a.length);
}
