import { existsSync } from 'node:fs';
import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import { evidencePaths, plainEvidencePath } from '../../../files/evidence.ts';
import { hashFile } from '../../../files/plain-input.ts';
import { InvalidInput, type Problem, problem } from '../../../problems/problem.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { type DataDirectory, lakeFile } from '../directory/data-directory.ts';

/** What tells where a job log is kept. */
export type KeptLog = Pick<ImportRecord, 'sha256' | 'name' | 'evidenceSha256' | 'lakeSha256'>;

/** Where the rows of a job log are read. */
export interface RowsPlace {
  readonly path: string;
  /** Their SHA-256 as the books recorded it; empty where an early version recorded none. */
  readonly expected: string;
  /** Whether they are the input itself. */
  readonly isInput: boolean;
}

/**
 * Where the rows of a job log are read; null where that is gone. A log that is kept as it came, and of which no rows were
 * written, is its rows: a file of rows that lies there is nobody's.
 */
export function rowsPlace(data: DataDirectory, log: KeptLog): RowsPlace | null {
  const { sha256, evidenceSha256, lakeSha256 } = log;
  const plain = plainEvidencePath(data.evidence, sha256);
  const isInput = lakeSha256 === '' && (evidenceSha256 === sha256 || existsSync(plain));
  const path = isInput ? plain : lakeFile(data, sha256);
  return existsSync(path) ? { path, expected: isInput ? sha256 : lakeSha256, isInput } : null;
}

/** Whether the rows are as the books recorded them; what no version recorded cannot be compared. */
export async function isUnchanged({ path, expected }: RowsPlace): Promise<boolean> {
  return expected === '' || (await hashFile(path)) === expected;
}

/** Whether a known log has its rows and its evidence. @param deep whether their bytes are read, and not only looked for */
export async function isKept(data: DataDirectory, record: ImportRecord, deep: boolean): Promise<boolean> {
  const rows = rowsPlace(data, record);
  const [evidence] = evidencePaths(data.evidence, record.sha256);
  if (rows === null || evidence === undefined || record.evidenceSha256 === '') return false;
  if (!deep) return true;
  return (await isUnchanged(rows)) && (rows.isInput || (await hashFile(evidence)) === record.evidenceSha256);
}

/**
 * R16: holds the job logs that a month is made final from against the hashes that the books recorded when they were
 * imported: a log that was exchanged in the data directory is found before it is paid, not afterwards.
 *
 * @throws InvalidInput changed-books
 */
export async function refuseChangedLogs(db: Database, data: DataDirectory): Promise<void> {
  const problems = [];
  for (const record of await listImports(db)) {
    const rows = record.kind === 'job-log' ? rowsPlace(data, record) : null;
    // What is missing is made again from the evidence, or told by whoever reads it.
    if (rows === null || (await isUnchanged(rows))) continue;
    problems.push(changedRows(rows.path, record.name));
  }
  if (problems.length > 0) throw new InvalidInput(problems);
}

/** What is said of a log whose rows are not those that the books recorded. */
export function changedRows(path: string, name: string): Problem {
  return problem('changed-books', { file: path }, `the rows of ${name} are not as they were imported`);
}
