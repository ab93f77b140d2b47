import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { LINES_PER_MARK, scanStructure } from '../reading/file-structure.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import type { DerivedFiles } from './derived-files.ts';

/** Keeps where every so many lines of a CSV begin, so that single ones are found again without reading all. */
export function keepLineMarks(derived: DerivedFiles, sha256: string, marks: readonly number[]): Promise<string> {
  return derived.ensure(marksName(sha256), async (path) => writeFileSync(path, Float64Array.from(marks)));
}

function marksName(sha256: string): `${string}.${string}` {
  return `lines-${LINES_PER_MARK}.${sha256}`;
}

/** Lines of a CSV of which every line is one record, by number; the header is line 0. */
export class LineReader {
  readonly #file: number;
  readonly #marks: Float64Array;
  readonly #size: number;
  /** One for all blocks: a new one for each of a large log's would stand in memory until somebody clears up. */
  #space: Buffer = Buffer.alloc(0);
  #block: Buffer = this.#space;
  #line = 0;
  #at = 0;

  private constructor(path: string, marks: Float64Array) {
    this.#file = openSync(path, 'r');
    this.#size = statSync(path).size;
    this.#marks = marks;
    this.#line = -1;
  }

  static async open({ path, sha256, csv }: JobLogFile, derived: DerivedFiles): Promise<LineReader> {
    const kept =
      (await derived.find(marksName(sha256))) ??
      (await keepLineMarks(derived, sha256, (await scanStructure(path, 'csv', csv?.delimiter)).marks));
    const bytes = readFileSync(kept);
    return new LineReader(
      path,
      new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
    );
  }

  /** The bytes of a line, without its line break, until the next one is asked for. Quick where lines are asked for in order. */
  line(number: number): Buffer {
    const mark = Math.floor(number / LINES_PER_MARK);
    if (this.#line < 0 || number < this.#line || mark > Math.floor(this.#line / LINES_PER_MARK)) this.#read(mark);
    while (this.#line < number) {
      this.#at = this.#block.indexOf(NEWLINE, this.#at) + 1;
      this.#line += 1;
    }
    const newline = this.#block.indexOf(NEWLINE, this.#at);
    const end = newline === -1 ? this.#block.length : newline;
    return this.#block.subarray(this.#at, this.#block[end - 1] === RETURN ? end - 1 : end);
  }

  close(): void {
    closeSync(this.#file);
  }

  #read(mark: number): void {
    const from = this.#marks[mark];
    if (from === undefined) throw new Error(`a log has no line ${mark * LINES_PER_MARK}`);
    const bytes = (this.#marks[mark + 1] ?? this.#size) - from;
    if (this.#space.length < bytes) this.#space = Buffer.allocUnsafe(bytes);
    this.#block = this.#space.subarray(0, bytes);
    readSync(this.#file, this.#block, 0, this.#block.length, from);
    this.#line = mark * LINES_PER_MARK;
    this.#at = 0;
  }
}

const NEWLINE = 10;
const RETURN = 13;
