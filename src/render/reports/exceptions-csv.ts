import { FINDINGS } from '../../core/close/finding.ts';
import type { JudgedFinding } from '../../core/close/judged-finding.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

const COLUMNS = [
  textColumn('code'),
  textColumn('file'),
  numberColumn('line'),
  textColumn('what'),
  textColumn('remedy'),
  textColumn('decision'),
  textColumn('note'),
  textColumn('subject'),
];

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

/** Names the file of an exception; `fileOf` knows inputs by their hash. */
export function shownException(finding: JudgedFinding, fileOf: (input: string) => string): ShownException {
  return {
    code: finding.code,
    file: finding.source === null ? null : fileOf(finding.source.input),
    line: finding.source?.line ?? null,
    what: finding.what,
    remedy: FINDINGS[finding.code],
    decision: finding.decision?.decision ?? '',
    note: finding.decision?.note ?? '',
    subject: finding.subject,
  };
}

/** exceptions.csv: decision and note are for a person to fill in; code and subject say what they are about. */
export function exceptionsCsv(exceptions: readonly ShownException[]): string {
  const rows = exceptions.map((each) => [
    each.code,
    each.file ?? '',
    each.line === null ? '' : String(each.line),
    each.what,
    each.remedy,
    each.decision,
    each.note,
    each.subject,
  ]);
  return csvHeader(COLUMNS) + csvRows(COLUMNS, rows);
}
