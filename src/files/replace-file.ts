import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { asReport } from './modes.ts';

/** Replaces a file whole: whoever reads it sees the old bytes or the new ones, never a part. The directory must be there. */
export function replaceFile(path: string, text: string): void {
  const staged = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  try {
    asReport(() => writeFileSync(staged, text));
    renameSync(staged, path);
  } finally {
    rmSync(staged, { force: true });
  }
}
