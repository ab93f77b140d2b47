import { closeSync, constants, ftruncateSync, openSync, readSync, statSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';

/**
 * A copy of a file, its own bytes from then on (shared by the file system where that can, never linked). Of one that
 * somebody writes to meanwhile what was there at first, up to its last whole line: the rest comes with a later import.
 */
export async function steadyCopy(path: string, target: string): Promise<void> {
  const before = statSync(path, { bigint: true });
  await copyFile(path, target, constants.COPYFILE_FICLONE);
  // The copy has the modes of its source, and what a data directory holds is for its owner.
  await chmod(target, 0o600);
  const now = statSync(path, { bigint: true });
  const copied = statSync(target, { bigint: true }).size;
  if (now.mtimeNs === before.mtimeNs && now.ino === before.ino && now.size === before.size && copied === before.size)
    return;
  const file = openSync(target, 'r+');
  try {
    ftruncateSync(file, endOfLastLine(file, Number(copied < before.size ? copied : before.size)));
  } finally {
    closeSync(file);
  }
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
