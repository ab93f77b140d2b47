import type { JudgedFinding } from '../../core/close/judged-finding.ts';
import type { MonthClose } from '../../core/close/month-close.ts';
import type { Warning } from '../../core/close/warnings/warning.ts';
import { citedInput } from '../../core/revenue/cited-input.ts';
import type { ShownException } from '../../render/reports/exceptions-csv.ts';
import type { ToldWarning } from '../../render/reports/warnings-csv.ts';

/** Exceptions and warnings of an approved month, as its reports tell them; null where none are at hand. */
export interface ApprovedWords {
  readonly exceptions: readonly ShownException[] | null;
  readonly warnings: readonly ToldWarning[] | null;
}

/**
 * A month that is closed again, in the words that it was approved with (R15): a later version may put an exception or its
 * remedy otherwise, and looks for more warnings, which is no difference of the month. An exception keeps its words where
 * nothing else of it differs, the figures in them neither; the warnings are the approved ones where all of them are told still.
 */
export function withApprovedWords<Close extends Pick<MonthClose, 'findings' | 'warnings'>>(
  close: Close,
  { exceptions, warnings }: ApprovedWords,
): Close {
  const approved = new Waiting(exceptions ?? [], keyOfException);
  const findings = close.findings.map((finding) => {
    const { what, remedy } = approved.take(keyOfFinding(finding)) ?? finding;
    return remedy === undefined ? finding : { ...finding, what, remedy };
  });
  return { ...close, findings, warnings: approvedOf(close.warnings, warnings) ?? close.warnings };
}

/** The warnings that a month was approved with; null where they are not at hand, or one is not told any more. */
function approvedOf(found: readonly Warning[], approved: readonly ToldWarning[] | null): readonly Warning[] | null {
  const now = new Waiting(found, keyOfWarning);
  const told = approved?.flatMap((each) => {
    const same = now.take(keyOfTold(each));
    return same === undefined ? [] : [{ ...same, what: each.what }];
  });
  return told?.length === approved?.length ? (told ?? null) : null;
}

/** Rows by their key: of equal ones each is taken once, in their order. */
class Waiting<Row> {
  readonly #rows = new Map<string, Row[]>();

  constructor(rows: readonly Row[], keyOf: (row: Row) => string) {
    for (const row of rows) {
      const key = keyOf(row);
      const own = this.#rows.get(key);
      if (own === undefined) this.#rows.set(key, [row]);
      else own.push(row);
    }
  }

  take(key: string): Row | undefined {
    return this.#rows.get(key)?.shift();
  }
}

function keyOfException({ code, subject, decision, line, what }: ShownException): string {
  return JSON.stringify([code, subject, decision, line, figuresIn(what)]);
}

function keyOfFinding({ code, subject, decision, source, what }: JudgedFinding): string {
  return JSON.stringify([code, subject, decision?.decision ?? '', source?.line ?? null, figuresIn(what)]);
}

function keyOfTold({ code, provider, subject, amount, source, line, what }: ToldWarning): string {
  return JSON.stringify([code, provider, subject, String(amount), source, line, figuresIn(what)]);
}

function keyOfWarning({ source, ...warning }: Warning): string {
  return keyOfTold({
    ...warning,
    source: source === null ? null : citedInput(source.input),
    line: source?.line ?? null,
  });
}

/** Every number in some words, in no order: it is read by people, and has to be the same. */
function figuresIn(words: string): string[] {
  return (words.match(/\d+(?:[.,]\d+)*/g) ?? []).sort();
}
