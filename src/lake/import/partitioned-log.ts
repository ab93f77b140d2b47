import type { Problem } from '../../problems/problem.ts';
import type { JobLogEngine } from '../engine/job-log-engine.ts';
import { readCsvHeader } from '../reading/exact-csv.ts';
import { exactJsonlRows } from '../reading/exact-jsonl.ts';
import { endsOf } from '../reading/job-log-file.ts';
import { delimiterOf, firstLineOf, type JobLogFormat } from '../reading/job-log-kind.ts';
import { parquetColumns } from '../reading/parquet-job-log.ts';
import { type PartitionFolder, partitionFolders, partitionProblems } from '../reading/partition-folders.ts';
import { refuseOrThrow } from './staging.ts';

/**
 * What folders say of the rows of a log that the rows do not. Only a log in such a folder is looked at; what else is wrong with it,
 * its reading says.
 *
 * @param log `name` from the folder on that was named as inputs, `displayName` as the person named it
 */
export async function partitionedLog(
  log: { readonly path: string; readonly name: string; readonly displayName: string; readonly format: JobLogFormat },
  engine: JobLogEngine,
): Promise<Problem[]> {
  const folders = partitionFolders(log.name, log.displayName);
  if (folders.length === 0) return [];
  const own = await ownColumns(log, folders, engine);
  return own === null ? [] : partitionProblems(folders, own, log.displayName);
}

/** The columns of its own; null where they cannot be read. */
async function ownColumns(
  source: { readonly path: string; readonly displayName: string; readonly format: JobLogFormat },
  folders: readonly PartitionFolder[],
  engine: JobLogEngine,
): Promise<ReadonlySet<string> | null> {
  const { path, format } = source;
  if (format === 'csv') {
    const header = await readCsvHeader({ ...source, delimiter: delimiterOf(firstLineOf(endsOf(path).head)) });
    return header === null ? null : new Set(header.named.index.keys());
  }
  if (format === 'jsonl') return keysOfRows(source, folders);
  const lake = await engine.session();
  try {
    return new Set((await parquetColumns(lake, path)).named.index.keys());
  } catch (error) {
    refuseOrThrow(error);
    return null;
  } finally {
    lake.close();
  }
}

/** A line of JSON may leave out what it has no value for: the columns that are sought count as soon as one line has them. */
async function keysOfRows(
  source: { readonly path: string; readonly displayName: string },
  folders: readonly PartitionFolder[],
): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for await (const rows of exactJsonlRows(source)) {
    for (const { texts } of rows) for (const key of Object.keys(texts)) keys.add(key);
    if (folders.every(({ column }) => keys.has(column))) break;
  }
  return keys;
}
