import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Month, parseMonth } from '../core/month/month.ts';
import { unusablePath } from '../problems/unusable-path.ts';
import { checkDirectory } from './named-places.ts';

/** A month's directory among the reports. */
export interface MonthDirectory {
  readonly month: Month;
  /** `2026-10` */
  readonly name: string;
}

/**
 * The directories of months among the reports, the earliest first; none where there are no reports yet. A file that is called
 * like a month is none.
 *
 * @throws InvalidInput unreadable-path where the reports are no directory, or may not be read
 */
export function monthDirectories(out: string): MonthDirectory[] {
  checkDirectory(out);
  if (!existsSync(out)) return [];
  return namesIn(out)
    .sort()
    .flatMap((name) => {
      const month = parseMonth(name);
      const isDirectory = month !== null && statSync(join(out, name), { throwIfNoEntry: false })?.isDirectory();
      return isDirectory === true ? [{ month, name }] : [];
    });
}

function namesIn(out: string): string[] {
  try {
    return readdirSync(out);
  } catch (error) {
    throw unusablePath(error, out) ?? error;
  }
}
