import { stringify } from 'csv-stringify/sync';
import { escapeFormula } from '../core/text/formula-escape.ts';

/** A column of a report. Text columns are escaped against spreadsheet formulas; number columns are ours and are not. */
export interface ReportColumn {
  readonly name: string;
  readonly text: boolean;
}

/** A header line. */
export function csvHeader(columns: readonly ReportColumn[]): string {
  return stringify([columns.map((column) => column.name)]);
}

/** Rows as CSV: UTF-8, LF, quoted only where needed. */
export function csvRows(columns: readonly ReportColumn[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  return stringify(
    rows.map((row) => row.map((cell, index) => (columns[index]?.text === true ? escapeFormula(cell) : cell))),
  );
}

export function textColumn(name: string): ReportColumn {
  return { name, text: true };
}

export function numberColumn(name: string): ReportColumn {
  return { name, text: false };
}
