import { createHash } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { closeSync, createWriteStream, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise } from 'yauzl';
import { ZipFile } from 'yazl';

/** A file that goes into an archive. */
export interface ArchivedFile {
  /** Its name there; may hold folders. */
  readonly name: string;
  readonly path: string;
  /** Whether packing makes it smaller: what is packed already is stored as it is. */
  readonly packs: boolean;
}

/** A file that came out of an archive. */
export interface UnpackedFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

const NAME_AT = 30;

/** The name of the first file of a zip file, at most as long as one that is looked for; empty where it is none, or not begun. */
export function firstNameIn(path: string, longest: number): string {
  const beginning = Buffer.alloc(NAME_AT + longest);
  const descriptor = openSync(path, 'r');
  try {
    const read = readSync(descriptor, beginning, 0, beginning.length, 0);
    const isZip = beginning.toString('latin1', 0, 4) === 'PK\x03\x04';
    return isZip ? beginning.toString('utf8', NAME_AT, Math.max(read, NAME_AT)) : '';
  } finally {
    closeSync(descriptor);
  }
}

/** Writes one zip file of a text and of files, in their order. The same files at the same instant give the same bytes. */
export async function writeArchive(
  target: string,
  first: { readonly name: string; readonly text: string },
  files: readonly ArchivedFile[],
  atMs: number,
): Promise<void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const written = pipeline(output, createWriteStream(target, { flags: 'wx', flush: true }));
  // A file that cannot be read ends what is written; where writing failed first, that is what is told.
  (zip as unknown as EventEmitter).on('error', (error: Error) => output.destroy(error));
  const options = { mtime: new Date(atMs), mode: 0o100600 };
  zip.addBuffer(Buffer.from(first.text, 'utf8'), first.name, options);
  for (const { name, path, packs } of files) zip.addFile(path, name, { ...options, compress: packs });
  zip.end();
  await written;
}

/**
 * Unpacks a zip file into a directory. Throws what the archive says when it is damaged, and where it holds a name that is
 * not taken: a name decides where a file is written.
 *
 * @param takes whether a file of that name belongs into the directory
 */
export async function readArchive(
  path: string,
  directory: string,
  takes: (name: string) => boolean,
): Promise<UnpackedFile[]> {
  const archive = await openPromise(path, { autoClose: false });
  const files: UnpackedFile[] = [];
  try {
    for await (const entry of archive.eachEntry() as AsyncIterable<Entry>) {
      const name = entry.fileName;
      if (!takes(name)) throw new Error(`it holds ${name}`);
      files.push({ name, ...(await unpackOne(await archive.openReadStreamPromise(entry), join(directory, name))) });
    }
  } finally {
    archive.close();
  }
  return files;
}

async function unpackOne(source: Readable, target: string): Promise<Omit<UnpackedFile, 'name'>> {
  mkdirSync(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(source, counting, createWriteStream(target, { flags: 'wx', flush: true }));
  return { sha256: hash.digest('hex'), bytes };
}
