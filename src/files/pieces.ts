import { open } from 'node:fs/promises';

const PIECE_BYTES = 1 << 20;

/**
 * Reads a file piece by piece. All pieces come in one buffer, which the next one overwrites once `take` is done: a fresh
 * buffer for each would keep the garbage collector busier than whatever is done with the bytes.
 */
export async function readPieces(path: string, take: (piece: Buffer) => void | Promise<void>): Promise<void> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      await take(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
