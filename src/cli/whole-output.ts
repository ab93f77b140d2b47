import { fstatSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** Writes from a place in a chunk on, and says how many bytes it wrote: on a disk that becomes full, fewer than were left. */
export type WriteFrom = (chunk: Uint8Array, from: number) => number;

/**
 * Makes a stream that leads into a file write the whole of each chunk, or say why not. Node writes once and takes what was
 * written for all: on a disk that becomes full the rest is lost, and the exit code is 0.
 *
 * @param fd of stdout or stderr; of a terminal or a pipe nothing changes, there Node writes on by itself
 */
export function writeWhole(stream: Writable, fd: number): void {
  if (fstatSync(fd).isFile()) writeWholeBy(stream, (chunk, from) => writeSync(fd, chunk, from));
}

/** @param write of the stream's file */
export function writeWholeBy(stream: Writable, write: WriteFrom): void {
  stream._write = (chunk: Uint8Array, _encoding, done) => {
    try {
      for (let from = 0; from < chunk.length; ) from += write(chunk, from);
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  };
}
