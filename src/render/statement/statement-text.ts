import { headingOf, type Section } from './section.ts';

/** Stands alone on the line before the record, which ends a text statement. */
const TEXT_RECORD = 'record';
/** Mail programs wrap longer lines. */
const LONGEST_LINE = 72;

/** A statement to read in a terminal or a mail; its record in the last lines. */
export function statementText(title: string, wallet: string, sections: readonly Section[], record: string): string {
  const parts = sections.map((section) => {
    const { columns, rows } = section;
    const body = columns.length === 0 ? rows.map((row) => row.join('  ')).join('\n') : table(columns, rows);
    return `${headingOf(section)}\n${body}`;
  });
  return `${[`${title}\n${wallet}`, ...parts, `${TEXT_RECORD}\n${inLines(record)}`].join('\n\n')}\n`;
}

/** What a mail program may put in or take out is written as escapes, so that the lines of a record are joined without a guess. */
function inLines(record: string): string {
  const escaped = record.replaceAll(/[\s>]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return (escaped.match(new RegExp(`.{1,${LONGEST_LINE}}`, 'gu')) ?? []).join('\n');
}

/** The record of a text, however a mail program wrapped its lines or marked them as quoted; null when it holds none. */
export function recordInText(text: string): string | null {
  const found = new RegExp(`\\n${TEXT_RECORD}\\s+(\\{[^]*)$`).exec(unquoted(text));
  return found?.[1]?.replaceAll(/\s/g, '') ?? null;
}

/** The words of a text in their order: what stays when a mail program wraps it. */
export function wordsOf(text: string): string[] {
  const [before = '', ...after] = unquoted(text).split(new RegExp(`(?<=\\n${TEXT_RECORD})\\s`));
  return [...before.split(/\s+/), after.join('').replaceAll(/\s/g, '')];
}

function unquoted(text: string): string {
  return text.replaceAll(/^(> ?)+/gm, '');
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
