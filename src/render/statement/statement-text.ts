import type { Section } from './month-sections.ts';

/** Before the record, on the last line of a text statement. */
export const TEXT_RECORD = 'record ';

/** A statement to read in a terminal or a mail; its record on the last line. */
export function statementText(title: string, wallet: string, sections: readonly Section[], record: string): string {
  const parts = sections.map(({ title: heading, columns, rows }) => {
    const body = columns.length === 0 ? rows.map((row) => row.join('  ')).join('\n') : table(columns, rows);
    return `${heading}\n${body}`;
  });
  return `${[`${title}\n${wallet}`, ...parts, `${TEXT_RECORD}${record}`].join('\n\n')}\n`;
}

/** Numbers to the right, words to the left. */
function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  const numeric = columns.map((_, at) => rows.every((row) => /^-?[\d.]*$/.test(row[at] ?? '')));
  const cell = (text: string, at: number): string => {
    return numeric[at] === true ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0);
  };
  return lines.map((line) => line.map(cell).join('  ').trimEnd()).join('\n');
}
