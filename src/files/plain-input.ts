import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { pieceBytes, readPieces } from './pieces.ts';

/** An input unpacked: a plain file, its own or a temporary one, and its beginning. */
export interface PlainInput {
  /** Where the plain bytes are. */
  readonly path: string;
  /** The unpacked bytes that `sha256` is of: before UTF-16 became UTF-8. */
  readonly original: string;
  readonly temporary: boolean;
  readonly shown: string;
  readonly name: string;
  readonly bytes: number;
  readonly head: { readonly bytes: Buffer; readonly text: string };
  /** SHA-256 of the unpacked bytes; computed while unpacking, null where it is still to be computed. */
  readonly sha256: string | null;
  /** The gzip file whose only content it is, and the SHA-256 of what was unpacked of that; null where it came otherwise. */
  readonly gzip: { readonly path: string; readonly sha256: string } | null;
}

const HEAD_BYTES = 64 * 1024;

/** The first 64 KB of a file, also as text without byte order mark. */
export function readHead(path: string): { bytes: Buffer; text: string } {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(pieceBytes(fstatSync(file).size, HEAD_BYTES));
    const length = readSync(file, buffer, 0, buffer.length, 0);
    const bytes = buffer.subarray(0, length);
    return { bytes, text: bytes.toString('utf8').replace(/^\uFEFF/, '') };
  } finally {
    closeSync(file);
  }
}

/** Whether the last line of a file has no line break: what providers write ends with one, so it may have broken off. */
export function endsWithinLine(path: string): boolean {
  const { size } = statSync(path);
  if (size === 0) return false;
  const file = openSync(path, 'r');
  try {
    const last = Buffer.alloc(1);
    readSync(file, last, 0, 1, size - 1);
    return last[0] !== 0x0a && last[0] !== 0x0d;
  } finally {
    closeSync(file);
  }
}

/** Describes a plain file as an input. */
export function plainInput(
  path: string,
  names: { readonly shown: string; readonly name: string },
  unpacked: { readonly temporary: boolean; readonly sha256: string | null; readonly original?: string },
): PlainInput {
  const head = readHead(path);
  return { path, original: path, gzip: null, ...names, ...unpacked, bytes: statSync(path).size, head };
}

/** SHA-256 of a file, read in one pass. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await readPieces(path, (piece) => {
    hash.update(piece);
  });
  return hash.digest('hex');
}
