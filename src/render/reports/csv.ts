import { stringify } from 'csv-stringify/sync';
import { escapeFormula } from '../../core/text/formula-escape.ts';

/** A column of a report. Text columns are escaped against spreadsheet formulas; number columns are ours and are not. */
export interface ReportColumn {
  readonly name: string;
  readonly text: boolean;
}

/** A header line. */
export function csvHeader(columns: readonly ReportColumn[]): string {
  return stringify([columns.map((column) => column.name)]);
}

/** What a cell may hold that has to be quoted. */
const QUOTED = /[",\r\n]/;
/** A row with such a cell, or with one that could be a formula. */
const WITH_CARE = /^'*[=+\-@\t\r]|[",\r\n]/;

/** Rows as CSV: UTF-8, LF, quoted only where needed. */
export function csvRows(columns: readonly ReportColumn[], rows: readonly (readonly string[])[]): string {
  let text = '';
  for (const row of rows) text += row.some((cell) => WITH_CARE.test(cell)) ? carefully(columns, row) : lineOf(row);
  return text;
}

/** The library takes its time, and in most rows there is nothing for it to do. */
function carefully(columns: readonly ReportColumn[], row: readonly string[]): string {
  const cells = row.map((cell, index) => (columns[index]?.text === true ? escapeFormula(cell) : cell));
  return cells.some((cell) => QUOTED.test(cell)) ? stringify([cells]) : lineOf(cells);
}

function lineOf(cells: readonly string[]): string {
  return `${cells.join(',')}\n`;
}

const ROWS_AT_A_TIME = 1000;

/** Header and rows piece by piece: there may be hundreds of thousands. */
export function* csvChunks(
  columns: readonly ReportColumn[],
  rows: Iterable<readonly string[]>,
): Generator<string, void, undefined> {
  yield csvHeader(columns);
  for (const some of inBatches(rows)) yield csvRows(columns, some);
}

/** A thousand at a time. */
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

export function textColumn(name: string): ReportColumn {
  return { name, text: true };
}

export function numberColumn(name: string): ReportColumn {
  return { name, text: false };
}
