import { createReadStream } from 'node:fs';
import { LONGEST_LINE_BYTES, OverlongLine } from './overlong-line.ts';

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;

/**
 * A file's text in pieces, without its byte order mark. The last piece (which may be empty) says so.
 *
 * @throws OverlongLine
 */
export async function* readTextChunks(
  path: string,
  chunkBytes = CHUNK_BYTES,
): AsyncGenerator<{ text: string; last: boolean }> {
  const decoder = new TextDecoder('utf-8');
  let lines = 0;
  let lineBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    const bytes = chunk as Buffer;
    const ended = countNewlines(bytes);
    lineBytes += ended === 0 ? bytes.length : bytes.indexOf(NEWLINE);
    if (lineBytes > LONGEST_LINE_BYTES) throw new OverlongLine(lines + 1);
    if (ended > 0) lineBytes = bytes.length - bytes.lastIndexOf(NEWLINE) - 1;
    lines += ended;
    yield { text: decoder.decode(bytes, { stream: true }), last: false };
  }
  yield { text: decoder.decode(), last: true };
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
