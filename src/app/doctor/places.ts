import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkWritable } from '../../files/named-places.ts';
import { InvalidInput } from '../../problems/problem.ts';
import { type Check, fine } from './check.ts';

/** Below this a close may end for want of room. */
const LITTLE_BYTES = 1_000_000_000n;
const OTHERS = 0o077;

/** Room and permissions where the books and the reports are, or would be made. */
export function placeChecks(data: string, out: string): Check[] {
  return [
    writable('data', data),
    ...(existsSync(data) ? [closedToOthers(data)] : []),
    room(data),
    writable('reports', out),
  ];
}

function writable(name: string, path: string): Check {
  const there = nearest(path);
  const shown = resolve(path);
  const flag = name === 'data' ? '--data' : '--out';
  if (!statSync(there).isDirectory()) {
    const what = `${there} is a file, and a directory is expected`;
    return { name, state: 'wrong', what, remedy: `Name another with ${flag}.` };
  }
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch {
    const remedy = `Give this user the directory, or name another with ${flag}.`;
    return { name, state: 'wrong', what: `${there} cannot be written to by this user`, remedy };
  }
  if (existsSync(path)) return fine(name, shown);
  try {
    // Where permissions say yes the file system may still make nothing.
    checkWritable(path);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const what = `${shown} cannot be made: ${error.problems.map(({ message }) => message).join('; ')}`;
    return { name, state: 'wrong', what, remedy: `Name another with ${flag}.` };
  }
  return fine(name, `${shown} will be made`);
}

/** Exports hold names and addresses of customers. */
function closedToOthers(data: string): Check {
  const mode = statSync(data).mode & 0o777;
  if ((mode & OTHERS) === 0) return fine('privacy', 'the data directory is closed to other users');
  const what = `other users may open the data directory (mode ${mode.toString(8)})`;
  return {
    name: 'privacy',
    state: 'warning',
    what,
    remedy: `Run chmod 700 ${data}; the next command that writes does it too.`,
  };
}

function room(data: string): Check {
  const { bavail, bsize } = statfsSync(nearest(data), { bigint: true });
  const free = bavail * bsize;
  const what = `${(Number(free) / 1e9).toFixed(1)} GB free for the books`;
  if (free >= LITTLE_BYTES) return fine('disk', what);
  return { name: 'disk', state: 'warning', what, remedy: 'Make room, or name a --data directory on another disk.' };
}

/** The path, or the nearest directory above it that is there. */
function nearest(path: string): string {
  let there = resolve(path);
  while (!existsSync(there)) there = dirname(there);
  return there;
}
