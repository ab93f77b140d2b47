/** No job needs so much: a file with a longer line has lost its line breaks, and would fill the memory. */
export const LONGEST_LINE_BYTES = 16 << 20;

/** A text file has a line that is longer than LONGEST_LINE_BYTES. */
export class OverlongLine extends Error {
  readonly line: number;

  constructor(line: number) {
    super(`line ${line} is too long`);
    this.line = line;
  }
}
