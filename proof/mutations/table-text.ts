/** A table as its text has it: cells keep their quotes, so that what is not touched stays as it was, byte for byte. */
export interface TableText {
  readonly delimiter: string;
  /** The rows, the header among them. */
  readonly rows: readonly (readonly string[])[];
}

/** The cells of a text; none of the fixtures has a line break inside quotes. */
export function tableText(text: string): TableText {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const delimiter = (lines[0] ?? '').includes('\t') ? '\t' : ',';
  return { delimiter, rows: lines.map((line) => cellsOf(line, delimiter)) };
}

function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    if (character === delimiter && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  return [...cells, cell];
}

/** The text of a table. */
export function textOf({ delimiter, rows }: TableText): string {
  return `${rows.map((cells) => cells.join(delimiter)).join('\n')}\n`;
}

/** A cell without its quotes. */
export function unquoted(cell: string): string {
  return cell.startsWith('"') && cell.endsWith('"') && cell.length > 1 ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

/** A cell as it may stand between delimiters; tabs do not quote. */
export function quotedFor(delimiter: string, value: string): string {
  const needsQuotes = delimiter !== '\t' && (value.includes(delimiter) || /["\n\r]/.test(value));
  return needsQuotes ? `"${value.replaceAll('"', '""')}"` : value;
}
