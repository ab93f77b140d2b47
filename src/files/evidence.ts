import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { syncDirectory } from './output-directory.ts';

/**
 * The evidence store: every input once, compressed, under the SHA-256 of its unpacked bytes. What is kept is staged
 * under another name, durable, and gets its name only when the whole import is good.
 */

/** An input that is compressed and durable, and has no name yet. */
export interface StagedEvidence {
  readonly staged: string;
  /** SHA-256 of the unpacked bytes: its name. */
  readonly sha256: string;
  /** SHA-256 of the compressed file. */
  readonly packedSha256: string;
}

/** The name of an input's evidence. */
export function evidenceName(sha256: string): string {
  return `${sha256}.gz`;
}

let staged = 0;

/** Compresses a file into the evidence directory; both hashes come from the same pass. */
export async function stageEvidence(path: string, directory: string, signal?: AbortSignal): Promise<StagedEvidence> {
  mkdirSync(directory, { recursive: true });
  staged += 1;
  const target = join(directory, `.staged-${process.pid}-${staged}.gz`);
  const plain = createHash('sha256');
  const packed = createHash('sha256');
  const steps = [
    seeing(plain),
    createGzip({ level: 1, chunkSize: CHUNKS.highWaterMark }),
    withoutSystem(),
    seeing(packed),
  ] as const;
  const options = signal === undefined ? {} : { signal };
  try {
    await pipeline([createReadStream(path, CHUNKS), ...steps, createWriteStream(target)], options);
    sync(target);
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  }
  return { staged: target, sha256: plain.digest('hex'), packedSha256: packed.digest('hex') };
}

/** Gives staged evidence its name, durably. Returns the path. */
export function publishEvidence({ staged: path, sha256 }: StagedEvidence, directory: string): string {
  const target = join(directory, evidenceName(sha256));
  renameSync(path, target);
  syncDirectory(directory);
  return target;
}

/** Unpacks evidence into a file. Throws what zlib says when it is damaged; trailing bytes are the packed hash's matter. */
export async function unpackEvidence(path: string, target: string): Promise<{ sha256: string; packedSha256: string }> {
  const plain = createHash('sha256');
  const packed = createHash('sha256');
  await pipeline([
    createReadStream(path, CHUNKS),
    seeing(packed),
    createGunzip(),
    seeing(plain),
    createWriteStream(target),
  ]);
  return { sha256: plain.digest('hex'), packedSha256: packed.digest('hex') };
}

const CHUNKS = { highWaterMark: 1 << 20 } as const;
/** The byte of the gzip header that names the operating system; 255 is unknown. zlib writes no name and no time. */
const SYSTEM_AT = 9;

/** The same bytes on any system. */
function withoutSystem(): Transform {
  let at = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (at <= SYSTEM_AT && at + chunk.length > SYSTEM_AT) chunk[SYSTEM_AT - at] = 255;
      at += chunk.length;
      done(null, chunk);
    },
  });
}

function seeing(hash: { update(bytes: Buffer): unknown }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
