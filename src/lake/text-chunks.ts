import { createReadStream } from 'node:fs';

const CHUNK_BYTES = 1 << 20;

/** A file's text in pieces, without its byte order mark. The last piece (which may be empty) says so. */
export async function* readTextChunks(
  path: string,
  chunkBytes = CHUNK_BYTES,
): AsyncGenerator<{ text: string; last: boolean }> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    yield { text: decoder.decode(chunk as Buffer, { stream: true }), last: false };
  }
  yield { text: decoder.decode(), last: true };
}
