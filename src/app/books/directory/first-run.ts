import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { holdsNothing, removeUnused } from '../../../store/database/unused-books.ts';

/**
 * Remembers what is not there yet of a data directory; what it returns takes away again what a run has made, when that run was refused
 * before it took anything. To be called while the run still holds the lock.
 */
export function beforeFirstRun(dataRoot: string): () => void {
  const root = resolve(dataRoot);
  const wasThere = existsSync(root);
  if (wasThere && !isEmpty(root)) return () => undefined;
  const missing: string[] = [];
  for (let above = root; !existsSync(above); above = dirname(above)) missing.push(above);
  return () => {
    if (!holdsNothing(root)) return;
    try {
      removeUnused(root);
      for (const directory of missing) rmdirSync(directory);
    } catch {
      // What keeps it from going away is not what the run was refused for, which is told.
    }
  };
}

function isEmpty(directory: string): boolean {
  try {
    return readdirSync(directory).length === 0;
  } catch {
    return false;
  }
}
