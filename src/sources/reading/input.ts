import type { Readable } from 'node:stream';

/** An input as a reader gets it: unpacked. */
export interface SourceInput {
  /** The file as the person named it. */
  readonly name: string;
  /** The unpacked bytes; every call starts anew. */
  open(): Readable;
  /** Takes what a person should know of a file that is read for the first time, as the rest of a sentence about it. */
  readonly warn?: (what: string) => void;
}

/** The beginning of an input: all that its kind is told from. */
export interface InputHead {
  readonly bytes: Buffer;
  /** The first 64 KB as text, without byte order mark. */
  readonly text: string;
}

/** The first line of a text that is not blank. */
export function firstLine(text: string): string {
  return (/[^\r\n]*\S[^\r\n]*/.exec(text)?.[0] ?? '').trim();
}

/** The column names of a header line, unquoted. */
export function headerCells(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );
}
