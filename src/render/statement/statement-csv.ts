import { escapeFormula } from '../../core/text/formula-escape.ts';
import { csvLines } from '../reports/csv.ts';
import type { Section } from './month-sections.ts';

/** The section of the last row, whose value is the record. */
export const CSV_RECORD = 'record';

const COLUMNS = ['wallet', 'section', 'row', 'figure', 'value'];

/** A figure a row: section, number of the row in it, column, value. Its record is the last row. */
export function statementCsv(wallet: string, sections: readonly Section[], record: string): string {
  const rows = sections.flatMap(({ title, columns, rows: lines }) =>
    lines.flatMap((line, at) =>
      line.map((value, index) => [wallet, title, String(at + 1), columns[index] ?? '', value]),
    ),
  );
  return csvLines([COLUMNS, ...rows, [wallet, CSV_RECORD, '1', '', record]].map((cells) => cells.map(escapeFormula)));
}
