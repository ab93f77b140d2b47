import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { type Problem, problem } from '../problems/problem.ts';

/** A file among the inputs. */
export interface FoundFile {
  readonly path: string;
  /** As a person names it in this call: for messages. */
  readonly shown: string;
  /** Relative to the directory that was named: for the books, the same on any machine. */
  readonly name: string;
}

/**
 * All files under the named directories and files, sorted by name. Hidden files, revshare.yaml and notes in Markdown
 * are no inputs; neither is anything under `except`.
 */
export function findInputs(
  paths: readonly string[],
  except: readonly string[] = [],
): { files: FoundFile[]; problems: Problem[] } {
  const files: FoundFile[] = [];
  const problems: Problem[] = [];
  const excepted = except.map((each) => resolve(each));
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) problems.push(problem('no-such-path', { file: path }, `${path} does not exist`));
    else if (stat.isDirectory()) files.push(...walk(path, path, excepted));
    else files.push({ path, shown: path, name: basename(path) });
  }
  const unique = new Map(files.map((file) => [resolve(file.path), file]));
  return { files: [...unique.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), problems };
}

function walk(root: string, directory: string, excepted: readonly string[]): FoundFile[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry): FoundFile[] => {
    const path = join(directory, entry.name);
    if (entry.name.startsWith('.') || excepted.includes(resolve(path))) return [];
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return walk(root, path, excepted);
    if (!stat?.isFile() || entry.name === 'revshare.yaml' || entry.name.toLowerCase().endsWith('.md')) return [];
    return [{ path, shown: path, name: relative(root, path).replaceAll('\\', '/') }];
  });
}
