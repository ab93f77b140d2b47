import { FINDINGS } from '../../core/close/finding.ts';
import type { JudgedFinding } from '../../core/close/judged-finding.ts';
import { type Header, readersOf } from './column-readers.ts';
import { type Columns, count, csvText, text } from './columns.ts';

/** An exception as people and programs see it. */
export interface ShownException {
  readonly code: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly what: string;
  readonly remedy: string;
  /** What was decided, and why; empty while it is open. */
  readonly decision: string;
  readonly note: string;
  /** With the code it identifies the exception, for decisions. */
  readonly subject: string;
}

const COLUMNS = {
  code: text.of(({ code }) => code),
  file: text.orEmpty(({ file }) => file),
  line: count.orEmpty(({ line }) => line),
  what: text.of(({ what }) => what),
  remedy: text.of(({ remedy }) => remedy),
  decision: text.of(({ decision }) => decision),
  note: text.of(({ note }) => note),
  subject: text.of(({ subject }) => subject),
} satisfies Columns<ShownException>;

/** Names the file of an exception; `fileOf` knows inputs by their hash. */
export function shownException(finding: JudgedFinding, fileOf: (input: string) => string): ShownException {
  return {
    code: finding.code,
    file: finding.source === null ? null : fileOf(finding.source.input),
    line: finding.source?.line ?? null,
    what: finding.what,
    remedy: finding.remedy ?? FINDINGS[finding.code],
    decision: finding.decision?.decision ?? '',
    note: finding.decision?.note ?? '',
    subject: finding.subject,
  };
}

/** exceptions.csv: decision and note are for a person to fill in; code and subject say what they are about. */
export function exceptionsCsv(exceptions: readonly ShownException[]): string {
  return csvText(COLUMNS, exceptions);
}

/** The same for a person to fill in: with the decisions that each exception takes beside the column for one. */
export function exceptionsToDecide(exceptions: readonly (ShownException & { readonly allowed: string })[]): string {
  const { code, file, line, what, remedy, ...filledIn } = COLUMNS;
  const allowed = text.of<(typeof exceptions)[number], string>((shown) => shown.allowed);
  return csvText({ code, file, line, what, remedy, allowed, ...filledIn }, exceptions);
}

/** Reads exceptions.csv. */
export function exceptionReader(header: Header): (record: readonly string[]) => ShownException {
  const of = readersOf(COLUMNS, header);
  return (record) => ({
    code: of.code(record),
    file: of.file(record),
    line: of.line(record),
    what: of.what(record),
    remedy: of.remedy(record),
    decision: of.decision(record),
    note: of.note(record),
    subject: of.subject(record),
  });
}
