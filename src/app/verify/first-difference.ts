import { closeSync, openSync, readSync } from 'node:fs';
import { writtenFields } from '../../files/report-records.ts';

/** Where a file first differs from the one that the evidence gives. */
export interface FileDifference {
  readonly line: number;
  readonly what: string;
}

const CHUNK = 1 << 20;
const LONGEST = 160;

/** Compares two files byte by byte; names the first line that differs, and in a CSV its column. Null: they are equal. */
export function firstFileDifference(path: string, rebuiltPath: string): FileDifference | null {
  const own = openSync(path, 'r');
  const rebuilt = openSync(rebuiltPath, 'r');
  try {
    const at = firstByte(own, rebuilt);
    if (at === null) return null;
    const { line, start } = lineAt(rebuilt, at);
    const [says, gives] = [lineFrom(own, start), lineFrom(rebuilt, start)];
    if (gives === null) return { line, what: 'the file goes on where the recomputed one ends' };
    if (says === null) return { line, what: 'the file ends where the recomputed one goes on' };
    return {
      line,
      what: path.endsWith('.csv')
        ? cellDifference(lineFrom(rebuilt, 0) ?? '', says, gives)
        : lineDifference(says, gives),
    };
  } finally {
    closeSync(own);
    closeSync(rebuilt);
  }
}

function firstByte(own: number, rebuilt: number): number | null {
  const [a, b] = [Buffer.alloc(CHUNK), Buffer.alloc(CHUNK)];
  for (let offset = 0; ; ) {
    const [m, n] = [readSync(own, a, 0, CHUNK, offset), readSync(rebuilt, b, 0, CHUNK, offset)];
    const length = Math.min(m, n);
    if (!a.subarray(0, length).equals(b.subarray(0, length))) {
      for (let index = 0; index < length; index += 1) if (a[index] !== b[index]) return offset + index;
    }
    if (m !== n) return offset + length;
    if (m === 0) return null;
    offset += length;
  }
}

/** The number of the line that holds a byte, and where it begins. */
function lineAt(file: number, at: number): { line: number; start: number } {
  const buffer = Buffer.alloc(CHUNK);
  let line = 1;
  let start = 0;
  for (let offset = 0; offset < at; ) {
    const length = Math.min(readSync(file, buffer, 0, CHUNK, offset), at - offset);
    if (length === 0) break;
    for (let index = buffer.indexOf(10); index !== -1 && index < length; index = buffer.indexOf(10, index + 1)) {
      line += 1;
      start = offset + index + 1;
    }
    offset += length;
  }
  return { line, start };
}

/** The line that begins at a byte; null at the end of the file. */
function lineFrom(file: number, start: number): string | null {
  const buffer = Buffer.alloc(1 << 16);
  const length = readSync(file, buffer, 0, buffer.length, start);
  if (length === 0) return null;
  const end = buffer.subarray(0, length).indexOf(10);
  return buffer.toString('utf8', 0, end === -1 ? length : end);
}

/** Which column of a CSV line differs. */
function cellDifference(header: string, says: string, gives: string): string {
  const [names, own, rebuilt] = [writtenFields(header), writtenFields(says), writtenFields(gives)];
  const at = rebuilt.findIndex((cell, index) => own[index] !== cell);
  if (own.length !== rebuilt.length || at === -1) return lineDifference(says, gives);
  return `${names[at] ?? `column ${at + 1}`}: the file says ${shown(own[at])}, the evidence gives ${shown(rebuilt[at])}`;
}

function lineDifference(says: string, gives: string): string {
  return `the file says ${shown(says.trim())}, the evidence gives ${shown(gives.trim())}`;
}

function shown(text: string | undefined): string {
  const whole = text ?? '';
  return JSON.stringify(whole.length > LONGEST ? `${whole.slice(0, LONGEST)}...` : whole);
}
