import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { InvalidInput, type Problem, problem } from '../problems/problem.ts';
import { unusablePath } from '../problems/unusable-path.ts';
import { folderProblems, isIcebergMetadata } from './folder-marks.ts';

/** A file among the inputs. */
export interface FoundFile {
  readonly path: string;
  /** As a person names it in this call: for messages. */
  readonly shown: string;
  /** Relative to the directory that was named: for the books, the same on any machine. */
  readonly name: string;
}

/** What the name of a note has beyond that of the file that it is about: `NAME.origin.json` lies beside `NAME`. */
export const ORIGIN_SUFFIX = '.origin.json';

/**
 * Names of hidden files, and of what tools write beside their data: `_SUCCESS`, `_metadata`, a folder `_temporary` (what it says of
 * the files beside it: folder-marks.ts); what Windows keeps in a folder, and Excel beside a file that is open.
 */
export function isNoInput(name: string): boolean {
  return /^([._]|~\$)/.test(name) || /^(thumbs\.db|desktop\.ini)$/i.test(name);
}

/** What was found, what could not be looked at, and folders whose files are not all that they hold (folder-marks.ts). */
export interface FoundInputFiles {
  readonly files: FoundFile[];
  readonly problems: Problem[];
  readonly folders: Problem[];
}

/**
 * All files under the named directories and files, sorted by name. Files that `isNoInput` names, revshare.yaml and notes in Markdown
 * are no inputs; neither is anything under `except`.
 */
export function findInputs(paths: readonly string[], except: readonly string[] = []): FoundInputFiles {
  const files: FoundFile[] = [];
  const problems: Problem[] = [];
  const folders: Problem[] = [];
  const walking = { excepted: except.map((each) => resolve(each)), folders };
  const besides = new Set<string>();
  for (const path of paths) {
    try {
      const stat = statOf(path);
      if (stat === undefined)
        problems.push(problem('no-such-path', { file: path }, 'there is no such file or directory'));
      else if (stat.isDirectory()) files.push(...walk(path, path, walking, []));
      else if (stat.isFile()) {
        files.push(...withNote(path));
        if (PART.test(basename(path))) besides.add(dirname(path));
      } else problems.push(problem('unreadable-path', { file: path }, 'it is neither a file nor a directory'));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      problems.push(...error.problems);
    }
  }
  for (const folder of besides) folders.push(...folderProblems(folder, namesBeside(folder)));
  const unique = new Map(files.map((file) => [resolve(file.path), file]));
  return { files: [...unique.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), problems, folders };
}

/** A file that is named brings the note about where it came from, if one lies beside it. */
function withNote(path: string): FoundFile[] {
  const note = `${path}${ORIGIN_SUFFIX}`;
  return [path, ...(statOf(note)?.isFile() === true ? [note] : [])].map((each) => {
    return { path: each, shown: each, name: basename(each) };
  });
}

/** The names of files that tables and Spark write. */
const PART = /^part-|[.]parquet$/i;

/** What lies beside a file that is named: whoever names the files of a table one by one leaves its log out. Nothing where that cannot be seen. */
function namesBeside(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

interface Walking {
  readonly excepted: readonly string[];
  readonly folders: Problem[];
}

/** `above` are the real paths of the directories that hold this one: a link to one of them would never end. */
function walk(root: string, directory: string, walking: Walking, above: readonly string[]): FoundFile[] {
  const real = realpathSync(directory);
  if (above.includes(real)) return [];
  const entries = entriesOf(directory);
  const names = entries.map(({ name }) => name);
  walking.folders.push(...folderProblems(directory, names));
  if (isIcebergMetadata(directory, names)) return [];
  return entries.flatMap((entry): FoundFile[] => {
    const path = join(directory, entry.name);
    if (isNoInput(entry.name) || walking.excepted.includes(resolve(path))) return [];
    const stat = statOf(path);
    if (stat === undefined) {
      const message = 'it is a symbolic link to something that is not there';
      throw new InvalidInput([problem('no-such-path', { file: path }, message, 'Mend the link, or remove it.')]);
    }
    if (stat.isDirectory()) return walk(root, path, walking, [...above, real]);
    if (!stat.isFile() || entry.name === 'revshare.yaml' || entry.name.toLowerCase().endsWith('.md')) return [];
    return [{ path, shown: path, name: relative(root, path).replaceAll('\\', '/') }];
  });
}

/** @throws InvalidInput when the path cannot be looked at */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw unusablePath(error, path) ?? error;
  }
}

function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    throw unusablePath(error, directory) ?? error;
  }
}
