import { sql } from 'kysely';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { quoted } from '../../problems/quoted.ts';
import { deletedWords, deletionPattern } from '../reading/deletion-marks.ts';
import type { ServerSession, TableSource } from './server-session.ts';
import type { TableColumns } from './table-columns.ts';

/**
 * Refuses a table with rows that one of its columns marks as deleted, as a job log is: a copy that a change feed keeps has
 * them. Only a table with such a column is asked.
 *
 * @throws InvalidInput deleted-row
 */
export async function refuseDeletedRows(
  session: ServerSession,
  { table, columns, others }: TableColumns,
  source: TableSource,
): Promise<void> {
  const id = columns.get('job_id')?.sql;
  const problems = [];
  for (const name of others) {
    const pattern = deletionPattern(name);
    if (pattern === null || id === undefined) continue;
    const [found] = await session.rows(sql<{ rows: string; job: string; value: string }>`
      SELECT count(*)::text AS rows, min(job) AS job, min(value) AS value
      FROM (SELECT ${id}::text AS job, ${sql.id(name)}::text AS value FROM ${table}) AS marked
      WHERE lower(trim(value)) ~ ${`^(${pattern})$`}::text`);
    if (found === undefined || found.rows === '0') continue;
    const words = `job ${quoted(found.job)}: ${deletedWords(name, found.value, Number(found.rows))}`;
    problems.push(problem('deleted-row', { file: source.table }, words));
  }
  if (problems.length > 0) throw new InvalidInput(problems);
}
