import { createHash } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  constants as fsConstants,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createBrotliDecompress, createGunzip } from 'node:zlib';
import { syncDirectory } from './output-directory.ts';
import { pieceBytes, readPieces } from './pieces.ts';
import { hashFile } from './plain-input.ts';
import { steadyCopy } from './steady-copy.ts';

/**
 * The evidence store: every input once, under the SHA-256 of its unpacked bytes. A job log and what came as gzip are kept as
 * they came, others are packed. What is kept is staged under another name, durable, and gets its name only when the whole
 * import is good. What an earlier version packed with gzip stays as it is.
 */

/** How the bytes of an input are kept, which ends the file's name. */
export type EvidenceForm = 'br' | 'gz' | 'plain';

/** An input that is kept and durable, and has no name yet. */
export interface StagedEvidence {
  readonly staged: string;
  /** SHA-256 of the unpacked bytes: its name. */
  readonly sha256: string;
  /** SHA-256 of the file that is kept. */
  readonly packedSha256: string;
  readonly form: EvidenceForm;
}

/** The evidence that is there of an input. Two files only where a run was killed while one took the other's place. */
export function evidencePaths(directory: string, sha256: string): string[] {
  const others = [plainEvidencePath(directory, sha256), join(directory, `${sha256}.gz`)];
  return [evidencePath(directory, sha256), ...others].filter((path) => existsSync(path));
}

/** Where the bytes of a job log are kept as they came, so that its rows can be read there. */
export function plainEvidencePath(directory: string, sha256: string): string {
  return join(directory, `${sha256}.plain`);
}

/** Where what is packed here is kept. */
function evidencePath(directory: string, sha256: string): string {
  return join(directory, `${sha256}.br`);
}

let staged = 0;

/** Compresses a file into the evidence directory, durably; both hashes come from the same pass. */
export async function stageEvidence(path: string, directory: string, signal?: AbortSignal): Promise<StagedEvidence> {
  mkdirSync(directory, { recursive: true });
  staged += 1;
  const target = join(directory, `.staged-${process.pid}-${staged}.br`);
  try {
    const packed = createHash('sha256');
    const packer = createBrotliCompress({ ...PACKING, chunkSize: pieceBytes(statSync(path).size) });
    const writing = pipeline(packer, seeing(packed), createWriteStream(target));
    // Both end before this does, whichever fails. What keeps the packer from being fed ends the writing too, for the
    // same reason; what ends the writing, a full disk say, is told only there.
    const [fed, written] = await Promise.allSettled([feed(packer, path, signal), writing]);
    if (written.status === 'rejected') throw written.reason;
    if (fed.status === 'rejected') throw fed.reason;
    await sync(target);
    return { staged: target, sha256: fed.value, packedSha256: packed.digest('hex'), form: 'br' };
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  }
}

/**
 * Copies a file into the evidence directory: a log that somebody writes to meanwhile ends with its last whole line. What
 * is read, hashed and kept is the copy; `settled` is awaited before anything relies on it.
 */
export async function copyEvidence(
  path: string,
  directory: string,
): Promise<{ readonly staged: string; readonly settled: Promise<StagedEvidence> }> {
  mkdirSync(directory, { recursive: true });
  staged += 1;
  const target = join(directory, `.staged-${process.pid}-${staged}.plain`);
  await steadyCopy(path, target);
  const settle = async (): Promise<StagedEvidence> => {
    const [sha256] = await Promise.all([hashFile(target), sync(target)]);
    return { staged: target, sha256, packedSha256: sha256, form: 'plain' };
  };
  return { staged: target, settled: settle() };
}

/** An input that came as gzip, and what was read of it. */
export interface GzipInput {
  readonly path: string;
  /** SHA-256 of the gzip file, and of its unpacked bytes. */
  readonly packedSha256: string;
  readonly sha256: string;
}

/** Copies a gzip file into the evidence directory, durably, as it came; null where it is no longer what was read. */
export async function keepGzip(
  { path, packedSha256, sha256 }: GzipInput,
  directory: string,
): Promise<StagedEvidence | null> {
  mkdirSync(directory, { recursive: true });
  staged += 1;
  const target = join(directory, `.staged-${process.pid}-${staged}.gz`);
  try {
    await steadyCopy(path, target);
    if ((await hashFile(target)) === packedSha256) {
      await sync(target);
      return { staged: target, sha256, packedSha256, form: 'gz' };
    }
  } catch (error) {
    rmSync(target, { force: true });
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  rmSync(target, { force: true });
  return null;
}

/** Gives a file's bytes to the packer. Returns their SHA-256. */
async function feed(packer: Writable, path: string, signal: AbortSignal | undefined): Promise<string> {
  const plain = createHash('sha256');
  try {
    await readPieces(path, (piece) => {
      signal?.throwIfAborted();
      plain.update(piece);
      return taken(packer, piece);
    });
    packer.end();
    return plain.digest('hex');
  } catch (error) {
    packer.destroy(error as Error);
    throw error;
  }
}

/** Resolves when the packer no longer needs the piece. */
function taken(packer: Writable, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = (): void => reject(packer.errored ?? new Error('the packer was closed'));
    packer.once('close', closed);
    packer.write(piece, (error) => {
      packer.off('close', closed);
      if (error == null) resolve();
      else reject(error);
    });
  });
}

/** Gives staged evidence its name, durably. Returns the path. */
export function publishEvidence({ staged: path, sha256, form }: StagedEvidence, directory: string): string {
  const target = join(directory, `${sha256}.${form}`);
  renameSync(path, target);
  syncDirectory(directory);
  return target;
}

/** Unpacks evidence into a file. Throws what zlib says when it is damaged; trailing bytes are the packed hash's matter. */
export async function unpackEvidence(path: string, target: string): Promise<{ sha256: string; packedSha256: string }> {
  if (path.endsWith('.plain')) {
    copyFileSync(path, target, fsConstants.COPYFILE_FICLONE);
    const sha256 = await hashFile(target);
    return { sha256, packedSha256: sha256 };
  }
  const plain = createHash('sha256');
  const packed = createHash('sha256');
  await pipeline([
    createReadStream(path, { highWaterMark: pieceBytes(statSync(path).size) }),
    seeing(packed),
    unpackerOf(path),
    seeing(plain),
    createWriteStream(target),
  ]);
  return { sha256: plain.digest('hex'), packedSha256: packed.digest('hex') };
}

/** What gives the bytes of kept evidence, by how it is kept. */
export function unpackerOf(path: string): Transform {
  if (path.endsWith('.plain')) return new PassThrough();
  return path.endsWith('.gz') ? createGunzip() : createBrotliDecompress();
}

/** Brotli at its quickest packs a log as small as gzip does, in a quarter of the time. */
const PACKING = { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } } as const;

function seeing(hash: { update(bytes: Buffer): unknown }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
