import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DAY_MS } from '../core/month/durations.ts';

/*
 * What is made beside its final place, under a name with the process's number: it goes with its process, however that ends, or with the
 * next one after a kill.
 */

/** Whether a process of this machine runs under a number. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The name under which this process makes what becomes `target`. What dead processes left of it is gone. */
export function unfinishedName(target: string, ending: string): string {
  const place = dirname(resolve(target));
  const beginning = `${basename(target)}.${ending}-`;
  for (const name of allowed(() => readdirSync(place)) ?? []) {
    const pid = name.startsWith(beginning) ? numberOf(name.slice(beginning.length)) : null;
    // A dead process may have had this process's number: in a container it often has.
    if (pid === null || (pid !== process.pid && isAlive(pid))) continue;
    allowed(() => rmSync(join(place, name), { recursive: true, force: true }));
  }
  return `${target}.${ending}-${process.pid}`;
}

/** Removes a path when this process ends before it is done with it, as where it is interrupted. Returns what says that it is done. */
export function goneWithProcess(path: string): () => void {
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  process.once('exit', remove);
  return () => {
    process.off('exit', remove);
  };
}

/**
 * Removes files that dead processes left under other names in the directory of one that was just written: those that nobody has written
 * to for a day before it, so that none of another machine goes.
 *
 * @param isOurs whether a file is of the kind that this program leaves there
 */
export function removeOlderLeavings(written: string, ending: string, isOurs: (path: string) => boolean): void {
  const place = dirname(resolve(written));
  const since = statSync(written).mtimeMs - DAY_MS;
  for (const name of allowed(() => readdirSync(place)) ?? []) {
    const pid = numberOf(new RegExp(`[.]${ending}-(\\d+)$`).exec(name)?.[1] ?? '');
    if (pid === null || isAlive(pid)) continue;
    const path = join(place, name);
    const there = statSync(path, { throwIfNoEntry: false });
    if (there?.isFile() !== true || there.mtimeMs > since) continue;
    allowed(() => isOurs(path) && rmSync(path, { force: true }));
  }
}

/** Tidying is no reason to fail: what belongs to another user, or is gone meanwhile, stays as it is. */
function allowed<Result>(look: () => Result): Result | null {
  try {
    return look();
  } catch (error) {
    if (!['EACCES', 'EPERM', 'ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return null;
  }
}

function numberOf(text: string): number | null {
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}
