import { existsSync, linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { asReport } from './modes.ts';
import { namingPath, recoverDirectory, syncDirectory } from './output-directory.ts';

/** A file of a derived directory; its name may hold a folder. */
export interface DerivedFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Replaces a directory whose files can be written again from the books at any time, whole or not at all. There may be
 * a file per wallet: each is closed as soon as it is written, and one that is as it was is not written again. A crash between the two names is put right as with
 * reports (`recoverDirectory`).
 */
export async function replaceDerived(target: string, files: AsyncIterable<DerivedFile>): Promise<string[]> {
  const parent = dirname(target);
  const staging = join(parent, `.${basename(target)}.new-${process.pid}`);
  const old = join(parent, `.${basename(target)}.old`);
  recoverDirectory(target);
  asReport(() => mkdirSync(staging, { recursive: true }));
  const names: string[] = [];
  try {
    for await (const { name, text } of files) {
      const path = join(staging, name);
      asReport(() => {
        mkdirSync(dirname(path), { recursive: true });
        if (!linkSame(join(target, name), path, text)) writeFileSync(path, text, { flag: 'wx' });
      });
      names.push(name);
    }
    syncDirectory(staging);
    if (existsSync(target)) renameSync(target, old);
    renameSync(staging, target);
    syncDirectory(parent);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw namingPath(error, target);
  }
  rmSync(old, { recursive: true, force: true });
  return names.sort();
}

/** Gives a file that holds the text already a second name; false where there is none, or the file system has no such names. */
function linkSame(existing: string, path: string, text: string): boolean {
  try {
    const isSame = lstatSync(existing).isFile() && readFileSync(existing).equals(Buffer.from(text));
    if (isSame) linkSync(existing, path);
    return isSame;
  } catch {
    return false;
  }
}
