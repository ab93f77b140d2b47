import type { DerivedFiles } from './derived-files.ts';
import type { Lake } from './duckdb.ts';
import { fileKeys } from './file-keys.ts';
import { type CompiledPolicy, fileUsage } from './file-usage.ts';
import type { JobLogFile } from './jobs-view.ts';
import { sideBySide } from './side-by-side.ts';

/** A job log with what it says by itself: the paths of its key file and of its usage. */
export interface FileAlone extends JobLogFile {
  readonly keys: string;
  readonly usage: string;
}

/** Reads the files of which this is not known yet, several at once. */
export function filesAlone(
  lake: Lake,
  files: readonly JobLogFile[],
  compiled: CompiledPolicy,
  derived: DerivedFiles,
  threads: number | undefined,
): Promise<FileAlone[]> {
  return sideBySide(lake, files, threads, async (session, file) => ({
    ...file,
    keys: await fileKeys(session, file, derived),
    usage: await fileUsage(session, file, compiled, derived),
  }));
}
