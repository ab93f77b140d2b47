import { escapeFormula } from '../../core/text/formula-escape.ts';

/** What a cell may hold that has to be quoted. */
const QUOTED = /[",\r\n]/;

/** A cell, quoted only where it must be. */
export function csvCell(text: string): string {
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A text that could be a formula, or has to be quoted: few are. */
const WITH_CARE = /^'*[=+\-@\t\r]|[",\r\n]/;

/** A cell with anybody's text: no spreadsheet takes it for a formula. */
export function textCell(text: string): string {
  return WITH_CARE.test(text) ? csvCell(escapeFormula(text)) : text;
}

/** Rows of cells as CSV: UTF-8, LF, quoted only where needed. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}

const ROWS_AT_A_TIME = 1000;

/** A thousand at a time: there may be hundreds of thousands. */
export function* inBatches<Row>(rows: Iterable<Row>): Generator<readonly Row[], void, undefined> {
  let waiting: Row[] = [];
  for (const row of rows) {
    waiting.push(row);
    if (waiting.length < ROWS_AT_A_TIME) continue;
    yield waiting;
    waiting = [];
  }
  if (waiting.length > 0) yield waiting;
}
