import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { recoverDirectory, syncDirectory } from './output-directory.ts';

/** A file of a derived directory; its name may hold a folder. */
export interface DerivedFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Replaces a directory whose files can be written again from the books at any time, whole or not at all. There may be
 * a file per wallet: each is closed as soon as it is written. A crash between the two names is put right as with
 * reports (`recoverDirectory`).
 */
export async function replaceDerived(target: string, files: AsyncIterable<DerivedFile>): Promise<string[]> {
  const parent = dirname(target);
  const staging = join(parent, `.${basename(target)}.new-${process.pid}`);
  const old = join(parent, `.${basename(target)}.old`);
  recoverDirectory(target);
  mkdirSync(staging, { recursive: true });
  const names: string[] = [];
  try {
    for await (const { name, text } of files) {
      const path = join(staging, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { flag: 'wx' });
      names.push(name);
    }
    syncDirectory(staging);
    if (existsSync(target)) renameSync(target, old);
    renameSync(staging, target);
    syncDirectory(parent);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
  return names.sort();
}
