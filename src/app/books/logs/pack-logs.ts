import { renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { plainEvidencePath, publishEvidence, stageEvidence } from '../../../files/evidence.ts';
import { hashFile, readHead } from '../../../files/plain-input.ts';
import { type JobLogEngine, jobLogEngine } from '../../../lake/engine/job-log-engine.ts';
import { importJobLog } from '../../../lake/import/import-job-log.ts';
import { recogniseJobLog } from '../../../lake/reading/job-log-kind.ts';
import { InvalidInput } from '../../../problems/problem.ts';
import { listImports, noteKept } from '../../../store/inputs/imports.ts';
import { type DataDirectory, lakeFile } from '../directory/data-directory.ts';
import type { Progress } from '../directory/progress.ts';
import type { Workspace } from '../opening/workspace.ts';
import { timesOfLogs } from './job-times.ts';
import { changedRows, isUnchanged, type KeptLog, rowsPlace } from './kept-logs.ts';

/** What packing came to. */
export interface PackedLogs {
  readonly logs: number;
  /** Of their evidence, and of the rows beside it. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/**
 * Packs the job logs that are kept as they came: evidence and rows then lie as those of a log that came packed. No figure
 * and no hash of an input changes, and nothing depends on it.
 *
 * @throws InvalidInput changed-books, where the bytes of one are not as they were imported
 */
export async function packLogs(workspace: Workspace, progress: Progress): Promise<PackedLogs> {
  const { store, data, limits } = workspace;
  const engine = jobLogEngine({ tempDir: data.temporary, ...limits });
  let [logs, bytesBefore, bytesAfter] = [0, 0, 0];
  try {
    for (const record of await listImports(store.db)) {
      const rows = record.kind === 'job-log' ? rowsPlace(data, record) : null;
      if (rows === null || !rows.isInput) continue;
      progress.stage(`packing ${record.name}`);
      if (!(await isUnchanged(rows))) throw new InvalidInput([changedRows(rows.path, record.name)]);
      bytesBefore += statSync(rows.path).size;
      bytesAfter += await packLog(workspace, record, engine);
      logs += 1;
    }
  } finally {
    progress.end();
    await engine.close();
  }
  return { logs, bytesBefore, bytesAfter };
}

/** Returns the bytes that it takes from then on. */
async function packLog({ store, data }: Workspace, log: KeptLog, engine: JobLogEngine): Promise<number> {
  const { sha256, name } = log;
  const plain = plainEvidencePath(data.evidence, sha256);
  const rows = join(data.lake, `.staged-${process.pid}-packed.parquet`);
  try {
    await writeRows(data, { ...log, plain, rows, times: await timesOfLogs(store.db) }, engine);
    const evidence = await stageEvidence(plain, data.evidence);
    if (evidence.sha256 !== sha256) throw new InvalidInput([changedRows(plain, name)]);
    const bytes = statSync(evidence.staged).size + statSync(rows).size;
    const lakeSha256 = await hashFile(rows);
    await store.db.transaction().execute(async (transaction) => {
      publishEvidence(evidence, data.evidence);
      renameSync(rows, lakeFile(data, sha256));
      await noteKept(transaction, sha256, { evidenceSha256: evidence.packedSha256, lakeSha256 });
    });
    rmSync(plain);
    return bytes;
  } finally {
    rmSync(rows, { force: true });
  }
}

interface Packing extends KeptLog {
  readonly plain: string;
  /** The Parquet file to write. */
  readonly rows: string;
  readonly times: Awaited<ReturnType<typeof timesOfLogs>>;
}

async function writeRows(
  data: DataDirectory,
  { name, plain, rows, times }: Packing,
  engine: JobLogEngine,
): Promise<void> {
  const format = recogniseJobLog(readHead(plain));
  if (format === null) throw new InvalidInput([changedRows(plain, name)]);
  const source = { path: plain, displayName: name, format, times, targetPath: rows, isNew: false, factsPath: null };
  const taken = await importJobLog({ ...source, tempDir: data.temporary }, engine);
  if ('problems' in taken) throw new InvalidInput(taken.problems);
}
