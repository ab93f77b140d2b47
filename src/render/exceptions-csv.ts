import { FINDINGS, type Finding } from '../core/close/finding.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

const COLUMNS = [
  textColumn('code'),
  textColumn('file'),
  numberColumn('line'),
  textColumn('what'),
  textColumn('remedy'),
  textColumn('decision'),
  textColumn('note'),
];

/** An exception as people and programs see it. */
export interface ShownException {
  readonly code: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly what: string;
  readonly remedy: string;
}

/** Names the file of an exception; `fileOf` knows inputs by their hash. */
export function shownException(finding: Finding, fileOf: (input: string) => string): ShownException {
  return {
    code: finding.code,
    file: finding.source === null ? null : fileOf(finding.source.input),
    line: finding.source?.line ?? null,
    what: finding.what,
    remedy: FINDINGS[finding.code],
  };
}

/** exceptions.csv: the last two columns are for a person to fill in. */
export function exceptionsCsv(exceptions: readonly ShownException[]): string {
  const rows = exceptions.map((each) => [
    each.code,
    each.file ?? '',
    each.line === null ? '' : String(each.line),
    each.what,
    each.remedy,
    '',
    '',
  ]);
  return csvHeader(COLUMNS) + csvRows(COLUMNS, rows);
}
