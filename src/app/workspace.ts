import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Policy } from '../config/policy.ts';
import { readConfig } from '../config/read-config.ts';
import { InvalidInput, problem } from '../problems/problem.ts';
import { NewerDatabase, openStore, type Store } from '../store/open-store.ts';
import { readSetting, writeSetting } from '../store/settings.ts';
import { recoverFinalMonths } from './recover-final.ts';
import { closeDataDirectory, type DataDirectory, openDataDirectory } from './data-directory.ts';

/** An open data directory: the store and where files lie. */
export interface Workspace {
  readonly store: Store;
  /** Connections for reading only: a stream holds its connection, and finalize writes while charges stream. */
  readonly charges: Store;
  readonly posted: Store;
  readonly data: DataDirectory;
}

/** Opens a data directory for the time of a task, and leaves nothing temporary behind. */
export async function withWorkspace<Result>(
  dataRoot: string,
  out: string,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  const store = await open(dataRoot);
  const charges = await open(dataRoot);
  const posted = await open(dataRoot);
  const data = openDataDirectory(dataRoot);
  await recoverFinalMonths(store.db, out);
  try {
    return await task({ store, charges, posted, data });
  } finally {
    closeDataDirectory(data);
    await charges.close();
    await posted.close();
    await store.close();
  }
}

/** @throws InvalidInput newer-database */
async function open(dataRoot: string): Promise<Store> {
  try {
    return await openStore(dataRoot);
  } catch (error) {
    if (!(error instanceof NewerDatabase)) throw error;
    throw new InvalidInput([problem('newer-database', { file: dataRoot }, error.message)]);
  }
}

/**
 * Finds and reads the configuration: the named file, revshare.yaml in the inputs, in the working directory, or the one
 * last used with this data directory. Remembers it.
 *
 * @throws InvalidInput no-config, invalid-config, no-such-path
 */
export async function loadPolicy(
  { store }: Workspace,
  named: { readonly config: string | undefined; readonly inputs: string | undefined },
): Promise<Policy> {
  const path = named.config ?? (await findConfig(store, named.inputs));
  if (path === null)
    throw new InvalidInput([problem('no-config', { file: 'revshare.yaml' }, 'there is no configuration')]);
  if (!existsSync(path)) throw new InvalidInput([problem('no-such-path', { file: path }, `${path} does not exist`)]);
  const policy = readConfig(readFileSync(path, 'utf8'), path);
  await writeSetting(store.db, 'config-path', resolve(path));
  return policy;
}

async function findConfig(store: Store, inputs: string | undefined): Promise<string | null> {
  const places = [inputs === undefined ? null : join(inputs, 'revshare.yaml'), 'revshare.yaml'];
  const found = places.find((place) => place !== null && existsSync(place));
  if (found !== undefined) return found;
  const last = await readSetting(store.db, 'config-path');
  return last !== null && existsSync(last) ? last : null;
}
