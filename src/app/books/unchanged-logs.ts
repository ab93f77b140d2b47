import { existsSync } from 'node:fs';
import { hashFile } from '../../files/plain-input.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import { listImports } from '../../store/imports.ts';
import type { Database } from '../../store/open-store.ts';
import { type DataDirectory, lakeFile } from './data-directory.ts';

/**
 * R16: holds the job logs that a month is made final from against the hashes that the books recorded when they were
 * imported: a log that was exchanged in the data directory is found before it is paid, not afterwards.
 *
 * @throws InvalidInput changed-books
 */
export async function refuseChangedLogs(db: Database, data: DataDirectory): Promise<void> {
  const problems: Problem[] = [];
  for (const { kind, sha256, name, lakeSha256 } of await listImports(db)) {
    const path = lakeFile(data, sha256);
    // A file that is missing is told by whoever reads it; what no version recorded cannot be compared.
    if (kind !== 'job-log' || lakeSha256 === '' || !existsSync(path)) continue;
    const found = await hashFile(path);
    if (found === lakeSha256) continue;
    problems.push(problem('changed-books', { file: path }, `the rows of ${name} are not as they were imported`));
  }
  if (problems.length > 0) throw new InvalidInput(problems);
}
