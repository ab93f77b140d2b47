import { openDerivedFiles } from '../../../lake/kept/derived-files.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { readSetting, writeSetting } from '../../../store/database/settings.ts';
import type { DataDirectory } from '../directory/data-directory.ts';

/**
 * The derived files of a data directory as its books know them (R16: what is used is held against its recorded hash). For a run
 * that writes no other counts; one that only reads takes what fits its name where the books know none.
 */
export async function withRecordedDerived(data: DataDirectory, db: Database, locked: boolean): Promise<DataDirectory> {
  const recorded = new Set(JSON.parse((await readSetting(db, 'derived-files')) ?? '[]') as string[]);
  return { ...data, derivedFiles: openDerivedFiles(data.derived, data.temporary, { recorded, alone: locked }) };
}

/**
 * Notes in the books what a run has written. Not of one that failed, and not where the books cannot be reached any more: the
 * task is done and its result stands, and what is not noted is computed again.
 */
export async function recordDerived({ derivedFiles }: DataDirectory, db: Database): Promise<void> {
  const files = derivedFiles.toRecord();
  if (files === null) return;
  await writeSetting(db, 'derived-files', JSON.stringify(files)).catch(() => undefined);
}
