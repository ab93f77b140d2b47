import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Policy } from '../config/policy.ts';
import { readConfig } from '../config/read-config.ts';
import { placeInText } from '../problems/place-in-text.ts';
import { InvalidInput, problem } from '../problems/problem.ts';
import { unusablePath } from '../problems/unusable-path.ts';
import { type LockHolder, lockDataDirectory } from '../store/lock.ts';
import { DamagedDatabase, NewerDatabase, openStore, type Store } from '../store/open-store.ts';
import { breakSeal, checkSeal, SEAL_FILE, willMigrate, writeSeal } from '../store/seal.ts';
import { readSetting, writeSetting } from '../store/settings.ts';
import { clearLeftovers, closeDataDirectory, type DataDirectory, openDataDirectory } from './data-directory.ts';
import type { MachineLimits } from './machine-limits.ts';
import { notice } from './notices.ts';
import { recoverReports } from './recover-final.ts';

export type { LockHolder } from '../store/lock.ts';
export { DataDirectoryLocked } from '../store/lock.ts';

/** An open data directory: the store and where files lie. */
export interface Workspace {
  readonly store: Store;
  /** Connections for reading only: a stream holds its connection, and finalize writes while charges stream. */
  readonly charges: Store;
  readonly posted: Store;
  readonly data: DataDirectory;
  /** Whether this run holds the lock, and so may write. */
  readonly locked: boolean;
  /** How much of the machine it may use; the lake's own default where nobody says. */
  readonly limits?: MachineLimits | undefined;
}

/** Opens a data directory for a task that only reads. It needs no lock, and leaves alone what a writing run stages. */
export function withWorkspace<Result>(
  dataRoot: string,
  _out: string,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  if (sealFits(dataRoot) && willMigrate(dataRoot)) breakSeal(dataRoot);
  return inWorkspace(dataRoot, false, task);
}

/** Whether the database is as the last run left it, as far as that can be told; says so when it is not. */
function sealFits(dataRoot: string): boolean {
  if (checkSeal(dataRoot) !== 'differs') return true;
  notice(
    `the database in ${dataRoot} is not as the last run left it: its bytes do not fit ${SEAL_FILE}; ` +
      'revshare verify --all shows what changed. Until that file is removed, this is said every time',
  );
  return false;
}

/**
 * Opens a data directory for a task that writes: under its lock, which is held until the task ends. First completes or
 * clears what a dead run left.
 *
 * @throws DataDirectoryLocked at once, when another run holds the lock
 */
export async function withLockedWorkspace<Result>(
  dataRoot: string,
  out: string,
  holder: LockHolder,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  const lock = lockDataDirectory(dataRoot, holder);
  process.once('exit', lock.release);
  try {
    clearLeftovers(dataRoot);
    // A database that does not fit its seal is never sealed anew: the difference stays findable.
    const sealing = sealFits(dataRoot);
    if (sealing) breakSeal(dataRoot);
    try {
      return await inWorkspace(dataRoot, true, async (workspace) => {
        await recoverReports(workspace.store.db, out);
        return task(workspace);
      });
    } finally {
      if (sealing) writeSeal(dataRoot);
    }
  } finally {
    process.off('exit', lock.release);
    lock.release();
  }
}

async function inWorkspace<Result>(
  dataRoot: string,
  locked: boolean,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  const stores: Store[] = [];
  const open = async (): Promise<Store> => {
    const store = await openIn(dataRoot);
    stores.push(store);
    return store;
  };
  try {
    const [store, charges, posted] = [await open(), await open(), await open()];
    const data = openDataDirectory(dataRoot);
    const clear = (): void => closeDataDirectory(data);
    process.once('exit', clear);
    try {
      return await task({ store, charges, posted, data, locked });
    } finally {
      process.off('exit', clear);
      clear();
    }
  } finally {
    // Everything goes into the one file, so that a seal of it says everything.
    if (locked) stores[0]?.flush();
    for (const store of stores.reverse()) await store.close();
  }
}

/** @throws InvalidInput newer-database, damaged-database, unreadable-path */
async function openIn(dataRoot: string): Promise<Store> {
  try {
    return await openStore(dataRoot);
  } catch (error) {
    if (error instanceof DamagedDatabase) {
      throw new InvalidInput([problem('damaged-database', { file: dataRoot }, error.message)]);
    }
    if (!(error instanceof NewerDatabase)) throw unusablePath(error, dataRoot) ?? error;
    throw new InvalidInput([problem('newer-database', { file: dataRoot }, error.message)]);
  }
}

/** A configuration and where it was found. */
export interface LoadedPolicy {
  readonly policy: Policy;
  readonly path: string;
}

/**
 * Finds and reads the configuration: the named file, revshare.yaml in the inputs, in the working directory, or the one
 * last used with this data directory.
 *
 * @throws InvalidInput no-config, invalid-config, no-such-path, unreadable-path
 */
export async function loadPolicy(
  { store }: Workspace,
  named: { readonly config: string | undefined; readonly inputs: string | undefined },
): Promise<LoadedPolicy> {
  const path = named.config ?? (await findConfig(store, named.inputs));
  if (path === null)
    throw new InvalidInput([problem('no-config', { file: 'revshare.yaml' }, 'there is no configuration')]);
  if (!existsSync(path)) throw new InvalidInput([problem('no-such-path', { file: path }, 'there is no such file')]);
  return { policy: readConfig(readText(path), path), path };
}

/** Notes a configuration as the one last used with this data directory: for a writing command that has run. */
export async function rememberConfig({ store, locked }: Workspace, path: string): Promise<void> {
  if (locked) await writeSetting(store.db, 'config-path', resolve(path));
}

async function findConfig(store: Store, inputs: string | undefined): Promise<string | null> {
  const places = [inputs === undefined ? null : join(inputs, 'revshare.yaml'), 'revshare.yaml'];
  const found = places.find((place) => place !== null && existsSync(place));
  if (found !== undefined) return found;
  const last = await readSetting(store.db, 'config-path');
  return last !== null && existsSync(last) ? last : null;
}

function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError) {
      throw notUtf8(path);
    }
    throw unusablePath(error, path) ?? error;
  }
}

function notUtf8(path: string): InvalidInput {
  const lines = readFileSync(path, 'utf8').split('\n');
  const line = lines.findIndex((each) => each.includes('\ufffd'));
  const text = lines[line] ?? '';
  const place = placeInText(path, line + 1, text, { start: Math.max(0, text.indexOf('\ufffd')), length: 1 });
  return new InvalidInput([problem('not-utf8', place, 'the line holds bytes that are not UTF-8', 'Save it as UTF-8.')]);
}
