import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatMonth, type Month, parseMonth } from '../core/month/month.ts';
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

/** The states under which a month's reports are stored, each more settled than the one before. */
export const STORED_STATES = ['estimate', 'review', 'final'] as const;
export type StoredState = (typeof STORED_STATES)[number];

/** The most settled reports that a month has, told by their manifest; null where it has none. */
export function settledReports(
  out: string,
  month: Month,
): { readonly state: StoredState; readonly directory: string } | null {
  const own = join(out, formatMonth(month));
  const state = STORED_STATES.findLast((each) => existsSync(join(own, each, 'manifest.json')));
  return state === undefined ? null : { state, directory: join(own, state) };
}

function namesIn(out: string): string[] {
  try {
    return readdirSync(out);
  } catch (error) {
    throw unusablePath(error, out) ?? error;
  }
}
