import { hash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { umaskOfReports } from '../../../files/modes.ts';

/** The reports of a directory as a run wrote them. */
export interface WrittenReports {
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  /** Who may read and write the directory and each file, and by which umask they were made. */
  readonly modes: readonly number[];
  readonly umask: number | null;
}

/** What was written, once it is in its place. */
export function writtenReports(directory: string, files: WrittenReports['files']): WrittenReports {
  return { files, modes: modesOf(directory, files), umask: umaskOfReports() };
}

/**
 * Whether a directory holds these reports as this run would write them, byte by byte, and nothing else. What cannot be read
 * is not as it was written; nor is a link, whatever it leads to, as no run leaves any.
 */
export function isAsWritten(directory: string, { files, modes, umask }: WrittenReports): boolean {
  try {
    const isSame = ({ name, sha256 }: WrittenReports['files'][number]): boolean => {
      const path = join(directory, name);
      return lstatSync(path).isFile() && hash('sha256', readFileSync(path)) === sha256;
    };
    if (!lstatSync(directory).isDirectory() || readdirSync(directory).length !== files.length) return false;
    return files.every(isSame) && umask === umaskOfReports() && modesOf(directory, files).join() === modes.join();
  } catch {
    return false;
  }
}

function modesOf(directory: string, files: WrittenReports['files']): number[] {
  return [directory, ...files.map(({ name }) => join(directory, name))].map((path) => lstatSync(path).mode);
}
