import { alignedTable } from '../text-table.ts';
import type { Section } from './month-sections.ts';

/** Before the record, on the last line of a text statement. */
export const TEXT_RECORD = 'record ';

/** A statement to read in a terminal or a mail; its record on the last line. */
export function statementText(title: string, wallet: string, sections: readonly Section[], record: string): string {
  const parts = sections.map(({ title: heading, columns, rows }) => {
    const body = columns.length === 0 ? rows.map((row) => row.join('  ')).join('\n') : alignedTable([columns, ...rows]);
    return `${heading}\n${body}`;
  });
  return `${[`${title}\n${wallet}`, ...parts, `${TEXT_RECORD}${record}`].join('\n\n')}\n`;
}
