import { type BigIntStats, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileIdentity } from '../../files/file-identity.ts';
import type { FoundFile } from '../../files/find-inputs.ts';
import type { DataDirectory } from '../books/directory/data-directory.ts';

/** An input that a file held when it was last read: its hash, and what its shown name has beyond the file's. */
export interface SeenContent {
  readonly sha256: string;
  readonly kind: string;
  readonly suffix: string;
}

/** Files that need not be read again, because the file system says that nobody has written to them since. */
export interface UnchangedFiles {
  /** What the file held; null when it must be read. */
  contentsOf(file: FoundFile): readonly SeenContent[] | null;
  /** Notes what a file holds that has just been read. */
  note(file: FoundFile, contents: readonly SeenContent[]): void;
  /** Keeps the notes for the next run. */
  save(): void;
}

interface SeenFile {
  readonly stat: string;
  readonly contents: readonly SeenContent[];
}

const NAME = 'unchanged-files.json';
const FORMAT = 1;
/** A file that was changed this shortly before the run may change again without another time of change. */
const TOO_FRESH_NS = 1_000_000_000n;

/**
 * An input is known by its hash, and computing that means reading it. A file whose path, size, inode and times of
 * writing and of change (in nanoseconds) are those of its last reading is taken to hold what it held then: who wants it
 * read anyway says `--rehash`. Times are compared with that of a file made now, never with a clock.
 *
 * @param rehash forgets what was noted
 */
export function openUnchangedFiles(data: DataDirectory, rehash: boolean): UnchangedFiles {
  const path = join(data.root, NAME);
  const marker = join(data.temporary, 'now');
  writeFileSync(marker, '');
  const startedNs = statSync(marker, { bigint: true }).ctimeNs;
  const known = rehash ? new Map<string, SeenFile>() : readNotes(path);
  const before = new Map<string, BigIntStats>();
  return {
    contentsOf: (file) => {
      const stat = statOf(file.path);
      if (stat === undefined) return null;
      before.set(file.path, stat);
      const seen = known.get(resolve(file.path));
      return seen?.stat === fileIdentity(stat) ? seen.contents : null;
    },
    note: (file, contents) => {
      const [first, now] = [before.get(file.path), statOf(file.path)];
      if (first === undefined || now === undefined || fileIdentity(first) !== fileIdentity(now)) return;
      if (now.ctimeNs + TOO_FRESH_NS > startedNs || now.mtimeNs + TOO_FRESH_NS > startedNs) return;
      known.set(resolve(file.path), { stat: fileIdentity(now), contents });
    },
    save: () => {
      const files = Object.fromEntries([...known].filter(([each]) => existsSync(each)));
      const staged = join(data.temporary, NAME);
      writeFileSync(staged, JSON.stringify({ format: FORMAT, files }));
      renameSync(staged, path);
    },
  };
}

function statOf(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

/** Nothing where there are none, or none that can be read: then every file is. */
function readNotes(path: string): Map<string, SeenFile> {
  try {
    const { format, files } = JSON.parse(readFileSync(path, 'utf8')) as {
      format: number;
      files: Record<string, SeenFile>;
    };
    return format === FORMAT ? new Map(Object.entries(files)) : new Map();
  } catch {
    return new Map();
  }
}
