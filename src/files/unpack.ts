import { createHash } from 'node:crypto';
import { closeSync, createReadStream, createWriteStream, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createGunzip } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { InvalidInput, type Problem, problem } from '../problems/problem.ts';
import { unusablePath } from '../problems/unusable-path.ts';
import { type FoundFile, isNoInput } from './find-inputs.ts';
import { FolderNames } from './folder-marks.ts';
import { type PlainInput, plainInput, readHead } from './plain-input.ts';

/**
 * Unpacks a file: gzip and zip (every member by itself, archives within archives too), UTF-16 to UTF-8; anything else
 * stays where it is. Hashing happens in the same pass, over the unpacked bytes.
 *
 * @param folders is given what is wrong with folders in an archive (folder-marks.ts)
 * @throws InvalidInput damaged-archive, when not every byte can be had
 */
export async function unpack(
  file: FoundFile,
  temporaryDirectory: string,
  folders: Problem[] = [],
): Promise<PlainInput[]> {
  try {
    closeSync(openSync(file.path, 'r'));
  } catch (error) {
    throw unusablePath(error, file.shown) ?? error;
  }
  const names = { shown: file.shown, name: file.name, depth: 0, room: roomFor(statSync(file.path).size), folders };
  return unpackAt(file.path, names, null, temporaryDirectory);
}

/** No log packs so well: what unpacks to more is damaged, or made to fill the disk. */
const MOST_TIMES_ITS_SIZE = 200;
/** A small archive may hold a small file of nothing but blanks. */
const ROOM_OF_ANY_BYTES = 64 << 20;

/** What an input may still unpack to. */
interface Room {
  bytesLeft: number;
}

function roomFor(packedBytes: number): Room {
  return { bytesLeft: Math.max(ROOM_OF_ANY_BYTES, packedBytes * MOST_TIMES_ITS_SIZE) };
}

/** An archive that holds itself would never end. */
const DEEPEST = 8;

interface Names {
  readonly shown: string;
  readonly name: string;
  /** How many archives it lies in. */
  readonly depth: number;
  readonly room: Room;
  /** What is wrong with folders is added. */
  readonly folders: Problem[];
}

async function unpackAt(path: string, names: Names, hash: string | null, temporary: string): Promise<PlainInput[]> {
  const { bytes } = readHead(path);
  if (names.depth > DEEPEST) throw damaged(names, new Error(`more than ${DEEPEST} archives lie in each other`));
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const gunzip = createGunzip();
    const unzipped = await write(createReadStream(path), [gunzip, within(names.room)], names, temporary);
    await refuseRest(path, gunzip.bytesWritten, names);
    const inputs = await unpackAt(
      unzipped.path,
      { ...names, name: names.name.replace(/\.gz$/i, ''), depth: names.depth + 1 },
      unzipped.sha256,
      temporary,
    );
    // Not of what lies in another archive: that file is a temporary one, and its bytes are no input's own.
    const gzip = names.depth === 0 ? { path, sha256: unzipped.readSha256 } : null;
    return inputs.map((input) => (input.sha256 === unzipped.sha256 ? { ...input, gzip } : input));
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5))
    return unpackZip(path, names, temporary);
  if (isUtf16(bytes)) {
    const decoder = bytes[0] === 0xff ? 'utf-16le' : 'utf-16be';
    const decoded = await write(createReadStream(path), [decode(decoder)], names, temporary);
    return [plainInput(decoded.path, names, { temporary: true, sha256: hash ?? decoded.readSha256, original: path })];
  }
  return [plainInput(path, names, { temporary: hash !== null, sha256: hash })];
}

function nameWithNul(file: string): Problem {
  return problem('nul-character', { file }, 'the name of a file in the archive holds the character NUL (U+0000)');
}

async function unpackZip(path: string, names: Names, temporary: string): Promise<PlainInput[]> {
  const inputs: PlainInput[] = [];
  const folders = new FolderNames();
  let archive: ZipFile;
  try {
    archive = await openPromise(path, { autoClose: false });
  } catch (error) {
    throw damaged(names, error);
  }
  try {
    for await (const entry of archive.eachEntry() as AsyncIterable<Entry>) {
      const member = entry.fileName;
      if (member === '[Content_Types].xml') throw new InvalidInput([workbook(names.shown)]);
      if (member.includes('\0')) throw new InvalidInput([nameWithNul(names.shown)]);
      folders.add(member);
      if (member.endsWith('/') || member.split('/').some(isNoInput)) continue;
      const memberNames = {
        shown: `${names.shown}/${member}`,
        name: `${names.name}/${member}`,
        depth: names.depth + 1,
        room: names.room,
        folders: names.folders,
      };
      const stream = await archive.openReadStreamPromise(entry);
      const unzipped = await write(stream, [checkCrc(entry.crc32), within(names.room)], memberNames, temporary);
      inputs.push(...(await unpackAt(unzipped.path, memberNames, unzipped.sha256, temporary)));
    }
  } catch (error) {
    throw error instanceof InvalidInput ? error : damaged(names, error);
  } finally {
    archive.close();
  }
  names.folders.push(...folders.problems(names.shown));
  if (inputs.length === 0)
    throw new InvalidInput([problem('empty-file', { file: names.shown }, 'the archive holds no files')]);
  return inputs;
}

let written = 0;

/** Writes a stream into a temporary file, hashing what goes in and what comes out. */
async function write(
  source: Readable,
  steps: readonly Transform[],
  names: Names,
  temporary: string,
): Promise<{ path: string; sha256: string; readSha256: string }> {
  mkdirSync(temporary, { recursive: true });
  written += 1;
  const path = join(temporary, `unpacked-${process.pid}-${written}`);
  const before = createHash('sha256');
  const after = createHash('sha256');
  try {
    await pipeline([source, passing(before), ...steps, passing(after), createWriteStream(path)]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
    throw damaged(names, error);
  }
  return { path, sha256: after.digest('hex'), readSha256: before.digest('hex') };
}

function passing(hash: { update(bytes: Buffer): unknown }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

function checkCrc(expected: number): Transform {
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
    flush(done) {
      done(sum === expected ? null : new Error('the checksum of the member is wrong'));
    },
  });
}

/** Lets through what an input has room for. */
function within(room: Room): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      room.bytesLeft -= chunk.length;
      if (room.bytesLeft < 0) done(new TooLarge());
      else done(null, chunk);
    },
  });
}

class TooLarge extends Error {}

/**
 * Node takes a zero byte after a gzip member as padding, and leaves whatever follows. Zeros to the very end are padding;
 * anything after them was meant to be read.
 */
async function refuseRest(path: string, from: number, names: Names): Promise<void> {
  for await (const chunk of createReadStream(path, { start: from })) {
    if ((chunk as Buffer).some((byte) => byte !== 0)) {
      throw damaged(names, new Error('between its gzip members stands something else'));
    }
  }
}

function decode(encoding: string): Transform {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const pass = (chunk: Buffer | undefined, done: (error: Error | null, text?: string) => void): void => {
    let text: string;
    try {
      text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      done(error as Error);
      return;
    }
    done(null, text);
  };
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => pass(chunk, done),
    flush: (done) => pass(undefined, done),
  });
}

/** Excel's own format is a zip. */
export function workbook(file: string): Problem {
  const remedy = 'Export it again as the provider writes it, or save the sheet as "CSV UTF-8".';
  return problem('unknown-kind', { file }, 'this is a workbook or a document of an office program', remedy);
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function damaged(names: Names, error: unknown): InvalidInput {
  if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new InvalidInput([
      problem('not-utf8', { file: names.shown }, 'it begins as UTF-16, and is not UTF-16 throughout'),
    ]);
  }
  if (error instanceof TooLarge) {
    const message = `it unpacks to more than ${MOST_TIMES_ITS_SIZE} times its size`;
    return new InvalidInput([problem('oversized-archive', { file: names.shown }, message)]);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new InvalidInput([problem('damaged-archive', { file: names.shown }, `it cannot be unpacked: ${reason}`)]);
}
