import { plainEvidencePath } from '../../../files/evidence.ts';
import type { LakeLimits } from '../../../lake/engine/duckdb.ts';
import { jobLogEngine } from '../../../lake/engine/job-log-engine.ts';
import { importJobLog } from '../../../lake/import/import-job-log.ts';
import type { DerivedFiles } from '../../../lake/kept/derived-files.ts';
import { csvLog, type JobLogFile } from '../../../lake/reading/job-log-file.ts';
import { recogniseJobLog } from '../../../lake/reading/job-log-kind.ts';
import { InvalidInput, problem } from '../../../problems/problem.ts';
import type { Store } from '../../../store/database/open-store.ts';
import type { DataDirectory } from '../directory/data-directory.ts';
import { withKeptInput } from '../directory/kept-input.ts';
import type { MachineLimits } from '../directory/machine-limits.ts';
import { timesOfLogs } from './job-times.ts';
import { isUnchanged, type KeptLog, rowsPlace } from './kept-logs.ts';

/** Where logs are kept, and how much of the machine may be used. */
export interface LogShelf {
  readonly data: DataDirectory;
  readonly store: Pick<Store, 'db'>;
  readonly limits?: MachineLimits | undefined;
}

/**
 * Job logs as the lake reads them. Rows that are gone are made again from the evidence.
 *
 * @throws InvalidInput missing-job-log where that is gone too
 */
async function jobLogFiles(shelf: LogShelf, logs: readonly KeptLog[]): Promise<JobLogFile[]> {
  const files: JobLogFile[] = [];
  const times = await timesOfLogs(shelf.store.db);
  for (const log of logs) {
    const rows = rowsPlace(shelf.data, log);
    if (rows === null) files.push(await remade(shelf, log));
    else
      files.push(rows.isInput ? await csvLog(rows.path, log.sha256, times) : { path: rows.path, sha256: log.sha256 });
  }
  return files;
}

/** What every question to the lake needs: the logs, where what is derived of them lies, and how much of the machine may be used. */
export interface AskedLogs extends LakeLimits {
  readonly files: readonly JobLogFile[];
  readonly derived: DerivedFiles;
}

/**
 * Asks the lake about job logs. Where it cannot read one that is not as it was imported, it asks again with the rows made
 * anew from the evidence.
 *
 * @throws InvalidInput missing-job-log where the evidence is damaged too
 */
export async function askingLogs<Answer>(
  shelf: LogShelf,
  logs: readonly KeptLog[],
  ask: (from: AskedLogs) => Promise<Answer>,
): Promise<Answer> {
  const { data, limits } = shelf;
  const files = await jobLogFiles(shelf, logs);
  const from = { files, derived: data.derivedFiles, tempDir: data.temporary, ...limits };
  try {
    return await ask(from);
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    let damaged = false;
    for (const [at, log] of logs.entries()) {
      const rows = rowsPlace(data, log);
      if (rows === null || (await isUnchanged(rows))) continue;
      damaged = true;
      files[at] = await remade(shelf, log);
    }
    if (!damaged) throw error;
    return ask(from);
  }
}

/** The rows of a log, made again from its evidence: kept until they are in their place again. */
async function remade(shelf: LogShelf, log: KeptLog): Promise<JobLogFile> {
  const { data } = shelf;
  const path = await data.derivedFiles.ensure(`rows.${log.sha256}`, (target) => remake(shelf, log, target));
  return { path, sha256: log.sha256 };
}

async function remake({ data, store, limits }: LogShelf, log: KeptLog, target: string): Promise<void> {
  const engine = jobLogEngine({ tempDir: data.temporary, ...limits });
  const times = await timesOfLogs(store.db);
  try {
    const made = await withKeptInput(data, log, async ({ path, head }) => {
      const format = recogniseJobLog(head);
      if (format === null) return null;
      const source = { path, displayName: log.name, format, targetPath: target, factsPath: null, times, isNew: false };
      const taken = await importJobLog({ ...source, tempDir: data.temporary }, engine);
      if ('problems' in taken) throw new InvalidInput(taken.problems);
      return taken;
    });
    if (made === null) throw gone(data, log);
  } finally {
    await engine.close();
  }
}

function gone(data: DataDirectory, { name, sha256 }: KeptLog): InvalidInput {
  const message = `the rows of ${name} are not here, and its evidence is gone or damaged`;
  return new InvalidInput([problem('missing-job-log', { file: plainEvidencePath(data.evidence, sha256) }, message)]);
}
