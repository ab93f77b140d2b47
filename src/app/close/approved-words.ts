import { hash } from 'node:crypto';
import type { JudgedFinding } from '../../core/close/judged-finding.ts';
import type { MonthClose } from '../../core/close/month-close.ts';
import type { Warning } from '../../core/close/warnings/warning.ts';
import { citedInput } from '../../core/revenue/cited-input.ts';
import type { ShownException } from '../../render/reports/exceptions-csv.ts';
import { type ToldWarning, warningsCsv } from '../../render/reports/warnings-csv.ts';

/** How many codes of warnings are tried with and without: 256 files at most. */
const MOST_CODES = 8;

/** Exceptions and warnings of an approved month, as its reports tell them; null where none are at hand. */
export interface ApprovedWords {
  readonly exceptions: readonly ShownException[] | null;
  readonly warnings: readonly ToldWarning[] | null;
  /** SHA-256 of its warnings.csv, which may be lost; undefined where no manifest says it. */
  readonly warningsHash?: string | undefined;
}

/**
 * A month that is closed again, in the words that it was approved with (R15): a later version may put an exception or its
 * remedy otherwise, and looks for more warnings, which is no difference of the month. An exception keeps its words where
 * nothing else of it differs, the figures in them neither; the warnings are the approved ones where all of them are told still,
 * and where their file is lost, those of the codes that give its hash.
 */
export function withApprovedWords<Close extends Pick<MonthClose, 'findings' | 'month' | 'warnings'>>(
  close: Close,
  { exceptions, warnings, warningsHash }: ApprovedWords,
): Close {
  const approved = new Waiting(exceptions ?? [], keyOfException);
  const findings = close.findings.map((finding) => {
    const { what, remedy } = approved.take(keyOfFinding(finding)) ?? finding;
    return remedy === undefined ? finding : { ...finding, what, remedy };
  });
  const told = warnings === null ? ofKnownCodes(close, warningsHash) : approvedOf(close.warnings, warnings);
  return { ...close, findings, warnings: told ?? close.warnings };
}

/** The warnings without those of some codes, which an earlier version did not look for; null where none give the approved file. */
function ofKnownCodes(
  { month, warnings }: Pick<MonthClose, 'month' | 'warnings'>,
  sha256: string | undefined,
): readonly Warning[] | null {
  if (sha256 === undefined) return null;
  const codes = [...new Set(warnings.map(({ code }) => code))].slice(0, MOST_CODES);
  for (let choice = 0; choice < 2 ** codes.length; choice += 1) {
    const unknown = new Set(codes.filter((_, place) => Math.floor(choice / 2 ** place) % 2 === 1));
    const told = warnings.filter(({ code }) => !unknown.has(code));
    if (hash('sha256', warningsCsv(told, month, 'final')) === sha256) return told;
  }
  return null;
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
