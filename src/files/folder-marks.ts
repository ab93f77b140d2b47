import { basename, dirname } from 'node:path';
import { type Problem, problem } from '../problems/problem.ts';

/** What a folder of a table keeps beside its files, and whose table it is then. */
const TABLES: Readonly<Record<string, string>> = {
  _delta_log: 'Delta Lake',
  '.hoodie': 'Hudi',
};

/** In its folder `metadata` a table of Iceberg keeps, under such names, which of its files are in force. */
const ICEBERG_METADATA = /\.metadata\.json$/;

/**
 * What is wrong with a folder as a whole, by what the tools that write it keep in it beside its files. A table's folder holds files
 * whose rows were deleted or replaced, and only its log says which; one that is being written lacks files.
 *
 * @param folder as a person names it
 * @param names of what lies in it
 */
export function folderProblems(folder: string, names: readonly string[]): Problem[] {
  if (isIcebergMetadata(folder, names)) return [tableFolder(dirname(folder), 'Iceberg')];
  const tables = names.flatMap((name) => TABLES[name] ?? []).map((owner) => tableFolder(folder, owner));
  const mark = unfinishedMark(names);
  if (mark === null) return tables;
  const message = `${mark} says that whoever writes it has not ended: files may be missing, or be of a run that failed`;
  return [...tables, problem('unfinished-folder', { file: folder }, message)];
}

/** Whether a folder is that in which a table of Iceberg keeps what it holds. */
export function isIcebergMetadata(folder: string, names: readonly string[]): boolean {
  return basename(folder) === 'metadata' && names.some((name) => ICEBERG_METADATA.test(name));
}

function tableFolder(folder: string, owner: string): Problem {
  const message = `it is the folder of a table of ${owner}: files of rows that were deleted or replaced lie in it too`;
  return problem('table-folder', { file: folder }, message);
}

/** What says that a folder is not written yet: a folder `_temporary` without the `_SUCCESS` that follows, a start without its end. */
function unfinishedMark(names: readonly string[]): string | null {
  if (names.includes('_temporary') && !names.includes('_SUCCESS')) return '_temporary';
  return names.find((name) => /^_started_/.test(name) && !names.includes(name.replace('started', 'committed'))) ?? null;
}

/** What lies in the folders of an archive, by the paths of its members in it. */
export class FolderNames {
  readonly #names = new Map<string, Set<string>>();

  /** A member, and every folder above it. */
  add(member: string): void {
    const parts = member.split('/').filter((part) => part !== '');
    for (const [at, name] of parts.entries()) {
      const folder = parts.slice(0, at).join('/');
      this.#names.set(folder, (this.#names.get(folder) ?? new Set()).add(name));
    }
  }

  /** @param archive as a person names it */
  problems(archive: string): Problem[] {
    return [...this.#names].flatMap(([folder, names]) =>
      folderProblems(folder === '' ? archive : `${archive}/${folder}`, [...names]),
    );
  }
}
