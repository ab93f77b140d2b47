import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Hooks } from '../../../config/hooks.ts';
import type { Policy } from '../../../config/policy.ts';
import { policyInForce } from '../../../config/policy-in-force.ts';
import { readConfig } from '../../../config/read-config.ts';
import type { JobTimes } from '../../../core/usage/job-times.ts';
import { placeInText } from '../../../problems/place-in-text.ts';
import { InvalidInput, type Problem, problem } from '../../../problems/problem.ts';
import { unusablePath } from '../../../problems/unusable-path.ts';
import { readSetting, writeSetting } from '../../../store/database/settings.ts';
import { refuseOtherTimes, timesOfLogs } from '../logs/job-times.ts';
import type { Workspace } from '../opening/workspace.ts';
import { closedPolicies } from './closed-policies.ts';

/** A configuration and where it was found. */
export interface LoadedPolicy {
  readonly policy: Policy;
  readonly path: string;
}

/** Where the policy is looked for. */
export interface PolicyPlaces {
  readonly config?: string | undefined;
  readonly inputs?: string | undefined;
  /** Where the reports of final months are. */
  readonly out: string;
}

/**
 * Finds and reads the configuration: the named file, revshare.yaml in the inputs, in the working directory, the one last used
 * with this data directory, or revshare.yaml in a directory above the working one. Final months keep the policy that they were closed under (R14).
 *
 * @throws InvalidInput no-config, invalid-config, no-such-path, unreadable-path
 */
export async function loadPolicy({ store }: Workspace, named: PolicyPlaces): Promise<LoadedPolicy> {
  const { config, path } = readFound(named, await readSetting(store.db, 'config-path'));
  await refuseOtherTimes(store.db, config.jobTimes, path);
  return { policy: policyInForce(config, await closedPolicies(store.db, named.out)), path };
}

/** How times of job logs are declared, and by what configuration; null without one. */
export interface DeclaredTimes {
  readonly times: JobTimes;
  readonly path: string | null;
}

/**
 * How times of job logs are declared, for an import by itself: it needs no configuration. One that nobody named and that cannot
 * be read declares nothing; then a log that needs it is refused.
 *
 * @throws InvalidInput of the named file as loadPolicy; invalid-config where imported logs were read otherwise
 */
export async function declaredTimes({ store }: Workspace, named: PolicyPlaces): Promise<DeclaredTimes> {
  let found: ReturnType<typeof readFound>;
  try {
    found = readFound(named, await readSetting(store.db, 'config-path'));
  } catch (error) {
    if (error instanceof InvalidInput && named.config === undefined)
      return { times: await timesOfLogs(store.db), path: null };
    throw error;
  }
  await refuseOtherTimes(store.db, found.config.jobTimes, found.path);
  return { times: found.config.jobTimes, path: found.path };
}

/**
 * The configuration where there are no books yet.
 *
 * @throws InvalidInput as loadPolicy
 */
export function findConfig(named: PolicyPlaces): string {
  return readFound(named, null).path;
}

/** The hooks of the configuration that is found without books; null where it cannot be read. For telling of a failure. */
export function hooksWithoutBooks(named: PolicyPlaces): Hooks | null {
  try {
    return readFound(named, null).config.hooks;
  } catch (error) {
    if (error instanceof InvalidInput) return null;
    throw error;
  }
}

/** Notes a configuration as the one last used with this data directory: for a writing command that has run. */
export async function rememberConfig({ store, locked }: Workspace, path: string): Promise<void> {
  if (locked) await writeSetting(store.db, 'config-path', resolve(path));
}

function readFound(
  named: PolicyPlaces,
  lastUsed: string | null,
): { readonly config: ReturnType<typeof readConfig>; readonly path: string } {
  const path = named.config ?? placesOf(named.inputs, lastUsed).find((each) => existsSync(each));
  if (path === undefined) throw new InvalidInput([noConfig(named.inputs)]);
  if (!existsSync(path)) throw new InvalidInput([problem('no-such-path', { file: path }, 'there is no such file')]);
  return { config: readConfig(readText(path), path), path };
}

/** Inputs of a mistyped name hold none either: a new one would be written for nothing. */
function noConfig(inputs: string | undefined): Problem {
  return inputs === undefined || existsSync(inputs)
    ? problem('no-config', { file: 'revshare.yaml' }, 'there is no configuration')
    : problem('no-such-path', { file: inputs }, 'there is no such file or directory');
}

/** Where a configuration may be, the first that is there counts. */
function placesOf(inputs: string | undefined, lastUsed: string | null): string[] {
  const inDirectories = (directories: readonly string[]): string[] => {
    return directories.map((each) => join(each, 'revshare.yaml'));
  };
  const [working = '', ...above] = workingDirectories();
  return [
    ...inDirectories([...(inputs === undefined ? [] : [inputs]), working]),
    ...(lastUsed === null ? [] : [lastUsed]),
    ...inDirectories(above),
  ];
}

/** The working directory and those above it, the nearest first, as relative paths. */
function workingDirectories(): string[] {
  const directories: string[] = [];
  let directory = process.cwd();
  while (true) {
    directories.push(relative(process.cwd(), directory));
    const above = dirname(directory);
    if (above === directory) return directories;
    directory = above;
  }
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
