import { open } from 'node:fs/promises';

const PIECE_BYTES = 1 << 20;
/** Of a file that says no size (a pipe), and of an empty one. */
const LEAST_BYTES = 1 << 12;

/** How much of a file of a size to hold at once: most are small, and large buffers make the garbage collector run. */
export function pieceBytes(size: number, most = PIECE_BYTES): number {
  return Math.min(most, Math.max(size, LEAST_BYTES));
}

/**
 * Reads a file piece by piece. All pieces come in one buffer, which the next one overwrites once `take` is done: a fresh
 * buffer for each would keep the garbage collector busier than whatever is done with the bytes.
 */
export async function readPieces(path: string, take: (piece: Buffer) => void | Promise<void>): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const buffer = Buffer.allocUnsafeSlow(pieceBytes(size));
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      await take(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
