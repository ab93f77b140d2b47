import { createHash, type Hash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { asReport } from './modes.ts';
import { makeDirectory } from './named-places.ts';

/** A report as it grows: text in, hash out. */
export interface OutputFile {
  write(text: string): void;
}

/** A directory of reports in the making: nothing is visible under its name until `replace`. */
export interface OutputDirectory {
  /** Writes a whole file. */
  writeFile(name: string, text: string): void;
  /** Opens a file that is written piece by piece. */
  openFile(name: string): OutputFile;
  /** Lists a file among the written ones without writing it: it lies elsewhere. */
  list(name: string, sha256: string): void;
  /** SHA-256 of every file written or listed so far, by name. */
  hashes(): { name: string; sha256: string }[];
  /** Makes everything durable where it is staged; nothing can be written after it. */
  seal(): void;
  /** Makes everything durable and puts it in place of what was there. */
  replace(): void;
  /** Forgets everything. */
  discard(): void;
}

/**
 * Stages a directory beside its final place, so that reports are written whole or not at all. `replace` swaps two
 * names; a crash in between leaves the old directory as `.NAME.old`, which the next run that writes puts back (`recoverDirectory`).
 *
 * @param stagingName where it is staged; a name of one's own is not cleared by the next start
 */
export function stageDirectory(target: string, stagingName?: string): OutputDirectory {
  const parent = dirname(target);
  const staging = join(parent, stagingName ?? `.${basename(target)}.new-${process.pid}`);
  const old = join(parent, `.${basename(target)}.old`);
  recoverDirectory(target);
  rmSync(staging, { recursive: true, force: true });
  asReport(() => makeDirectory(staging));
  const open = new Map<string, { descriptor: number; hash: Hash }>();

  const openFile = (name: string): OutputFile => {
    const file = { descriptor: asReport(() => openSync(join(staging, name), 'wx')), hash: createHash('sha256') };
    open.set(name, file);
    return {
      write(text) {
        const bytes = Buffer.from(text, 'utf8');
        file.hash.update(bytes);
        writeAll(file.descriptor, bytes, join(target, name));
      },
    };
  };
  const listed: { name: string; sha256: string }[] = [];
  let sealed = false;
  const seal = (): void => {
    if (sealed) return;
    sealed = true;
    for (const { descriptor } of open.values()) {
      fsyncSync(descriptor);
      closeSync(descriptor);
    }
    syncDirectory(staging);
  };
  return {
    openFile,
    seal,
    writeFile: (name, text) => openFile(name).write(text),
    list: (name, sha256) => listed.push({ name, sha256 }),
    hashes: () =>
      [...listed, ...[...open].map(([name, file]) => ({ name, sha256: file.hash.copy().digest('hex') }))].sort(
        (a, b) => (a.name < b.name ? -1 : 1),
      ),
    replace() {
      seal();
      if (existsSync(target)) renameSync(target, old);
      renameSync(staging, target);
      syncDirectory(parent);
      rmSync(old, { recursive: true, force: true });
    },
    discard() {
      if (!sealed) for (const { descriptor } of open.values()) closeSync(descriptor);
      rmSync(staging, { recursive: true, force: true });
    },
  };
}

/** Writes a file beside its final place and gives it its name when it is whole. Where that fails, nothing is left of it. */
export function replaceFile(target: string, text: string): void {
  const staging = join(dirname(target), `.${basename(target)}.new-${process.pid}`);
  try {
    asReport(() => writeFileSync(staging, text));
    renameSync(staging, target);
  } catch (error) {
    rmSync(staging, { force: true });
    throw namingPath(error, target);
  }
}

/** A failed write does not say by itself which file it was: the file it is about, where nothing else is named. */
export function namingPath(error: unknown, path: string): unknown {
  const { path: named, syscall } = error as NodeJS.ErrnoException;
  return named === undefined && syscall === 'write' ? Object.assign(error as Error, { path }) : error;
}

/** Puts back what a crash left between two names, and removes what dead runs staged. */
export function recoverDirectory(target: string): void {
  const parent = dirname(target);
  const old = join(parent, `.${basename(target)}.old`);
  if (existsSync(old) && !existsSync(target)) renameSync(old, target);
  rmSync(old, { recursive: true, force: true });
  removeStaged(target);
}

/** Removes what dead runs staged of a directory or file. */
export function removeStaged(target: string): void {
  const parent = dirname(target);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    if (name.startsWith(`.${basename(target)}.new-`)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function writeAll(descriptor: number, bytes: Buffer, path: string): void {
  try {
    writeFileSync(descriptor, bytes);
  } catch (error) {
    throw namingPath(error, path);
  }
}

/** Makes a file durable. */
export function syncFile(path: string): void {
  sync(path);
}

/** Makes the names of a directory durable. */
export function syncDirectory(path: string): void {
  sync(path);
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
