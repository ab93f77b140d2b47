import { resolve } from 'node:path';
import { type Problem, problem } from '../../problems/problem.ts';
import { columnOfName, type JobLogColumn } from './job-log-columns.ts';

/** A folder that is named after a column and a value, as Hive, Spark and DuckDB partition: `trialing=true`. */
export interface PartitionFolder {
  readonly column: JobLogColumn;
  readonly folder: string;
}

/**
 * The folders above a file that are named after a column of job logs. Who writes so leaves the column out of the files, and a log
 * is known by its bytes alone: what only a folder says would be lost. Whoever names the files themselves, or the folder of one value,
 * leaves such folders out: those right above what was named count too.
 *
 * @param name of the file, from the folder on that was named as inputs
 * @param shown the file as the person named it
 */
export function partitionFolders(name: string, shown: string): PartitionFolder[] {
  const whole = resolve(shown).replaceAll('\\', '/');
  const above = whole.endsWith(`/${name}`) ? whole.slice(0, -name.length - 1).split('/') : [];
  const right = above.slice(above.findLastIndex((folder) => !folder.includes('=')) + 1);
  const folders = [...right, ...name.split('/').slice(0, -1)];
  return folders.flatMap((folder) => {
    const column = folder.includes('=') ? columnOfName(folder.slice(0, folder.indexOf('='))) : undefined;
    return column === undefined ? [] : [{ column, folder }];
  });
}

/** @param own the columns that the rows have */
export function partitionProblems(
  folders: readonly PartitionFolder[],
  own: ReadonlySet<string>,
  file: string,
): Problem[] {
  return folders
    .filter(({ column }) => !own.has(column))
    .map(({ column, folder }) => {
      const message = `the folder ${folder} says the ${column} of its rows, which they do not say themselves`;
      return problem('partitioned-log', { file }, message);
    });
}
