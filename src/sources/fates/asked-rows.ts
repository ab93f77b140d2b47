import type { FindingCode } from '../../core/close/finding.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { AssembledGroup, AssemblyRules, SourcedTransaction } from '../../core/revenue/assembled.ts';
import { instantText, rowText } from '../../core/revenue/row-text.ts';
import { compareText } from '../../core/text/compare-text.ts';

/** Rows that are asked about together. */
export type AskedRows = readonly [SourcedTransaction, ...SourcedTransaction[]];

/** An exception about rows, which a person may accept. */
export interface RowQuestion {
  readonly code: FindingCode;
  readonly subject: string;
  /**
   * What an earlier version called the subject, where it said less: a decision that is kept on it stands for all that it
   * named.
   */
  readonly once?: string;
  readonly what: string;
  /** What it has in common with others of its code: they are shown and decided together. */
  readonly cause?: string;
  readonly rows: AskedRows;
}

/** Asks about rows; whether a person accepted them. Then it is the caller's to book them. */
export function isAccepted(
  group: AssembledGroup,
  { code, subject: full, once, what, cause, rows }: RowQuestion,
  { decisions }: Pick<AssemblyRules, 'decisions'>,
): boolean {
  const [{ atMs, source }] = rows;
  const month = monthOfInstant(atMs);
  const subject = decisions.subjectOf(code, month, { full, once });
  const accepted = decisions.on(code, subject, month)?.decision === 'accept';
  group.report({ code, subject, month, what, source, ...(cause === undefined ? {} : { cause }) }, accepted ? [] : rows);
  return accepted;
}

/** Rows by what they have in common, each group and its rows in their order. */
export function groupedRows<Row>(rows: readonly Row[], keyOf: (row: Row) => number | string): [Row, ...Row[]][] {
  const groups = new Map<number | string, [Row, ...Row[]]>();
  for (const row of rows) {
    const known = groups.get(keyOf(row));
    if (known === undefined) groups.set(keyOf(row), [row]);
    else known.push(row);
  }
  return [...groups.values()];
}

/** The subject of a row by itself: it says how many of some rows are like it, because nothing tells those apart. */
export function subjectAmong(name: string, row: SourcedTransaction, rows: readonly SourcedTransaction[]): string {
  return subjectOfRows(name, [row, ...rows.filter((each) => each !== row && isAlike(each, row))]);
}

function isAlike(one: SourcedTransaction, other: SourcedTransaction): boolean {
  return (
    one.atMs === other.atMs &&
    one.group === other.group &&
    one.product === other.product &&
    rowText(one) === rowText(other)
  );
}

/**
 * The subject of rows without an id: all that tells them from others and how many are equal, instant by instant, so that a
 * decision about them is about no row that comes later.
 */
export function subjectOfRows(name: string, rows: readonly SourcedTransaction[]): string {
  const instants = [...new Set(rows.map(({ atMs }) => atMs))].sort((a, b) => a - b);
  const texts = instants.map((atMs) => `${instantText(atMs)} ${textOfRows(rows.filter((row) => row.atMs === atMs))}`);
  return [name, texts.join(' and ')].join(' ').trim();
}

function textOfRows(rows: readonly SourcedTransaction[]): string {
  const counts = new Map<string, number>();
  for (const text of rows.map(rowText).sort(compareText)) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => (count === 1 ? text : `${count} x ${text}`)).join(' and ');
}
