import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { version as engineVersion } from '@duckdb/node-api';

/** Raise it when what a derived file means changes. */
const FORMAT = 10;

const CURRENT = `${FORMAT}-${engineVersion()}`;

/** A kind of derived file, and what it was derived from. */
export type DerivedName = `${string}.${string}`;

/**
 * What later queries need and what can always be computed again: safe to delete, whole or in part. Every file is named
 * by its own SHA-256, so that a damaged one is none, and lies in a directory of the program's format and DuckDB's
 * version, because hashes of values hold within one version only.
 */
export interface DerivedFiles {
  /** The intact file of this name; null when there is none. */
  find(name: DerivedName): Promise<string | null>;
  /** Has `write` write the file, keeps it, and returns where it is. */
  keep(name: DerivedName, write: (path: string) => Promise<void>): Promise<string>;
  /** `find`, or else `keep`. */
  ensure(name: DerivedName, write: (path: string) => Promise<void>): Promise<string>;
  /** Whole names under which files of this kind are kept, the newest last. */
  namesOf(kind: string): readonly DerivedName[];
  /** Removes a file: for what a newer one has replaced. */
  drop(name: DerivedName): void;
  /**
   * The files that count from now on, for the books to record: what they are called in the directory, with the hashes of their
   * bytes, sorted. Null where this run has written none.
   */
  toRecord(): readonly string[] | null;
}

/** How many files of a kind stay, the newest: what several logs give has a file for every set of logs and policy asked for. */
const MOST_KEPT: readonly { readonly kind: RegExp; readonly files: number }[] = [
  { kind: /^(usage|met|examined|meetings|busy-days|hours|days|account-days)[-.]/, files: 16 },
  { kind: /^answer[.]/, files: 6 },
  { kind: /^review[.]/, files: 6 },
];

/**
 * Removes what nothing asks for any more: files of other formats and versions, and old ones of the kinds that grow with
 * every question. For who holds the lock; what somebody still wants is computed again.
 */
export function clearOldDerived(derivedDir: string): void {
  for (const name of namesIn(derivedDir)) {
    if (name !== CURRENT) rmSync(join(derivedDir, name), { recursive: true, force: true });
  }
  const directory = join(derivedDir, CURRENT);
  const names = namesIn(directory);
  for (const { kind, files } of MOST_KEPT) {
    const ofKind = names.filter((name) => kind.test(name)).map((name) => join(directory, name));
    if (ofKind.length <= files) continue;
    const writtenMs = new Map(
      ofKind.map((path) => [path, statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0] as const),
    );
    ofKind.sort((one, other) => (writtenMs.get(other) ?? 0) - (writtenMs.get(one) ?? 0));
    for (const path of ofKind.slice(files)) rmSync(path, { force: true });
  }
}

function namesIn(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

let written = 0;

/** Which of the files that are there count: one that fits its name may be anybody's. */
export interface Trust {
  /** Files that runs before have written, as `toRecord` gave them: they come first. */
  readonly recorded: ReadonlySet<string>;
  /** Whether no other does. */
  readonly alone: boolean;
}

/** Whatever fits its name. */
const ALL_THAT_FIT: Trust = { recorded: new Set(), alone: false };

/** Opens the derived files in a directory. Where it cannot be written, files last as long as `tempDir` does. */
export function openDerivedFiles(derivedDir: string, tempDir: string, trust = ALL_THAT_FIT): DerivedFiles {
  const directory = join(derivedDir, CURRENT);
  // Looked at when it is first asked for: most commands ask for none of them.
  let listed: Listing | null = null;
  const listing = (): Listing => {
    listed ??= listingOf(directory, trust);
    return listed;
  };
  // A run asks for the same facts several times: what fitted its hash once is read on.
  const intact = new Set<string>();
  const own = new Set<string>();
  const find: DerivedFiles['find'] = async (name) => {
    const { files } = listing();
    for (const file of files.get(name) ?? []) {
      const path = join(directory, file);
      if (existsSync(path) && (intact.has(path) || (await sha256Of(path)) === hashIn(file))) {
        intact.add(path);
        return path;
      }
      rmSync(path, { force: true });
    }
    files.delete(name);
    return null;
  };
  const keep: DerivedFiles['keep'] = async (name, write) => {
    const { there, files } = listing();
    written += 1;
    mkdirSync(tempDir, { recursive: true });
    const staged = join(tempDir, `derived-${written}.parquet`);
    try {
      await write(staged);
    } catch (error) {
      rmSync(staged, { force: true });
      throw error;
    }
    const file = `${name}.${await sha256Of(staged)}.parquet`;
    note(files, file);
    own.add(file);
    const path = moved(staged, directory, file);
    intact.add(path);
    if (trust.alone) {
      // It takes the place of what does not count.
      for (const other of there)
        if (other !== file && other.startsWith(`${name}.`)) rmSync(join(directory, other), { force: true });
    }
    return path;
  };
  return {
    find,
    keep,
    ensure: async (name, write) => (await find(name)) ?? keep(name, write),
    namesOf: (kind) => [...listing().files.keys()].filter((name) => name.startsWith(`${kind}.`)) as DerivedName[],
    drop: (name) => {
      const { files } = listing();
      for (const file of files.get(name) ?? []) rmSync(join(directory, file), { force: true });
      files.delete(name);
    },
    toRecord: () =>
      own.size === 0
        ? null
        : [...listing().files.values()]
            .flat()
            .filter((file) => existsSync(join(directory, file)))
            .sort(),
  };
}

/** What a directory of derived files holds. */
interface Listing {
  /** What its files are called. */
  readonly there: readonly string[];
  /** Those that count, by name, in the order in which they are taken. */
  readonly files: Map<string, string[]>;
}

function listingOf(directory: string, { recorded, alone }: Trust): Listing {
  const there = namesIn(directory).sort();
  const files = new Map<string, string[]>();
  for (const file of there.filter((each) => recorded.has(each))) note(files, file);
  if (!alone) for (const file of there.filter((each) => !recorded.has(each))) note(files, file);
  return { there, files };
}

/** Into its place; where that cannot be written (a copy to look at, say), it stays where it is. */
function moved(staged: string, directory: string, file: string): string {
  const target = join(directory, file);
  try {
    mkdirSync(directory, { recursive: true });
    renameSync(staged, target);
    return target;
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS', 'EXDEV'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return staged;
  }
}

/** `kind.key.sha256.parquet` by its first two parts. */
function note(files: Map<string, string[]>, file: string): void {
  const [kind, key, sha256, ending] = file.split('.');
  if (key === undefined || sha256 === undefined || ending !== 'parquet') return;
  const name = `${kind}.${key}`;
  files.set(name, [...(files.get(name) ?? []), file]);
}

function hashIn(file: string): string {
  return file.split('.')[2] ?? '';
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'r');
  try {
    // One buffer for all pieces: fresh ones keep the garbage collector busy.
    const { size } = await file.stat();
    const buffer = Buffer.allocUnsafeSlow(Math.min(1 << 20, size + 1));
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
