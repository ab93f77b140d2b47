import { mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { HOUR_MS } from '../../core/month/durations.ts';

/**
 * Where what is derived from one state of a table is kept, so that a run which finds the same rows adds nothing up again. What
 * is of other states goes when nobody has asked for it for an hour: a table that changes daily would fill the disk.
 *
 * @param sha256 of the rows as they were read
 */
export function derivedOfTable(directory: string, sha256: string): string {
  const own = join(directory, sha256);
  mkdirSync(own, { recursive: true });
  const now = new Date();
  utimesSync(own, now, now);
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const asked = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (now.getTime() - asked > HOUR_MS) rmSync(path, { recursive: true, force: true });
  }
  return own;
}
