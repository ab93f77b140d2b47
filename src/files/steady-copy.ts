import { closeSync, constants, copyFileSync, ftruncateSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a file was at one moment: another size or time of writing means that somebody wrote to it in between. */
export function stateOf(path: string): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

let copied = 0;

/**
 * A copy of a file that somebody is still writing to, up to its last whole line: what is counted, hashed and kept of it
 * are the same bytes (R15), and the rest comes with a later import.
 */
export function steadyCopy(path: string, directory: string): string {
  mkdirSync(directory, { recursive: true });
  copied += 1;
  const copy = join(directory, `copied-${process.pid}-${copied}`);
  copyFileSync(path, copy, constants.COPYFILE_FICLONE);
  const file = openSync(copy, 'r+');
  try {
    ftruncateSync(file, endOfLastLine(file, statSync(copy).size));
  } finally {
    closeSync(file);
  }
  return copy;
}

const PIECE_BYTES = 64 * 1024;
const NEWLINE = 10;

/** Bytes up to the last line break; all of them where there is none. */
function endOfLastLine(file: number, size: number): number {
  const buffer = Buffer.alloc(PIECE_BYTES);
  for (let end = size; end > 0; end -= PIECE_BYTES) {
    const from = Math.max(0, end - PIECE_BYTES);
    const at = buffer.subarray(0, readSync(file, buffer, 0, end - from, from)).lastIndexOf(NEWLINE);
    if (at !== -1) return from + at + 1;
  }
  return size;
}
