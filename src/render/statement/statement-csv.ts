import { textCell } from '../reports/csv.ts';
import type { Section } from './section.ts';

/** The section of the last row, whose value is the record. */
export const CSV_RECORD = 'record';

const COLUMNS = ['wallet', 'section', 'row', 'figure', 'value'];

/** A figure a row: section, number of the row in it, column, value. Its record is the last row. */
export function statementCsv(wallet: string, sections: readonly Section[], record: string): string {
  let text = `${COLUMNS.join(',')}\n`;
  for (const { title, columns, rows } of sections) {
    const section = `${wallet},${textCell(title)}`;
    for (const [at, line] of rows.entries()) {
      for (const [index, value] of line.entries())
        text += `${section},${at + 1},${textCell(columns[index] ?? '')},${textCell(value)}\n`;
    }
  }
  return `${text}${wallet},${CSV_RECORD},1,,${textCell(record)}\n`;
}
