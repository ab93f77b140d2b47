import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCK_FILES } from './lock.ts';

/*
 * Books that are put back within a directory that is there are staged in it and moved into place name by name. A list in
 * the stage, written before the first is moved, says which: of a restore that is killed meanwhile the next one takes away
 * exactly what was moved.
 */

/** Where books are put back within a directory that is there: `books.restoring-PID`. */
export const STAGED = 'books';
export const RESTORING = 'restoring';
const STAGE = new RegExp(`^${STAGED}[.]${RESTORING}-\\d+$`);
const MOVED = 'moved-names.json';

/** Whether a name in a data directory is that of such a stage, also of one that a restore left that was killed. */
export function isStage(name: string): boolean {
  return STAGE.test(name);
}

/**
 * Says in the stage what is going to be moved out of it.
 *
 * @param names in their order: of a restore that has come to its end the last is gone from the stage
 */
export function noteMoves(stage: string, names: readonly string[]): void {
  writeFileSync(join(stage, MOVED), JSON.stringify(names), { flush: true });
}

/** Whether a restore was killed there while it moved files. */
export function hasUnfinishedRestore(dataRoot: string): boolean {
  return unfinishedIn(dataRoot) !== null;
}

/**
 * Takes away what such a restore has moved, which is no more in its stage, and the stage. Only for the holder of the
 * lock: nobody moves anything then.
 */
export function undoUnfinished(dataRoot: string): void {
  for (let found = unfinishedIn(dataRoot); found !== null; found = unfinishedIn(dataRoot)) {
    const { names, stage } = found;
    const moved = names.filter((name) => !existsSync(join(stage, name)));
    for (const name of moved) rmSync(join(dataRoot, name), { recursive: true, force: true });
    rmSync(stage, { recursive: true, force: true });
  }
}

function unfinishedIn(dataRoot: string): { readonly stage: string; readonly names: readonly string[] } | null {
  for (const name of existsSync(dataRoot) ? readdirSync(dataRoot).filter(isStage) : []) {
    const stage = join(dataRoot, name);
    const names = namesIn(join(stage, MOVED));
    const last = names.at(-1);
    // One that is in both places was made there since, by somebody whose books they are.
    if (last !== undefined && existsSync(join(stage, last)) && !existsSync(join(dataRoot, last)))
      return { stage, names };
  }
  return null;
}

/** A plain name in a directory, as backups have them: nothing that leads out of it. */
const NAME = /^[\w-][\w.-]*$/;

/** A list that was cut off was never followed, and one of other than plain names is none of a restore. */
function namesIn(list: string): string[] {
  try {
    const names = JSON.parse(readFileSync(list, 'utf8')) as string[];
    return names.every((name) => NAME.test(name)) ? names.filter((name) => !LOCK_FILES.includes(name)) : [];
  } catch {
    return [];
  }
}
