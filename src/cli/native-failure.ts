import { sep } from 'node:path';

/**
 * What to do when a compiled package does not load: it is built for one Node, so that a change of Node ends it, and an
 * installation without scripts builds none. Null for anything else.
 *
 * @param program a file of the program that runs
 */
export function nativeFailure(error: unknown, program: string = import.meta.filename): string | null {
  const name = unloaded(error);
  if (name === null) return null;
  return (
    `${name} does not load in Node ${process.versions.node}: it is built for another Node, or not at all. ` +
    `Nothing was changed. Run this once, with the Node that runs revshare: cd ${homeOf(program)} && npm rebuild ${name}`
  );
}

function unloaded(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, message } = error as NodeJS.ErrnoException;
  const isMissing = code === 'MODULE_NOT_FOUND' || message.startsWith('Could not locate the bindings file');
  if (!isMissing && code !== 'ERR_DLOPEN_FAILED') return null;
  return /better-sqlite3|@duckdb\/node-bindings/.exec(message)?.[0] ?? null;
}

/** The directory that holds the node_modules of a file of dist. */
function homeOf(program: string): string {
  const installed = program.lastIndexOf(`${sep}node_modules${sep}`);
  return program.slice(0, installed >= 0 ? installed : program.lastIndexOf(`${sep}dist${sep}`));
}
