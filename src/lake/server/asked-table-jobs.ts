import { sql } from 'kysely';
import type { AskedJob, GivenRow } from '../../core/usage/asked-job.ts';
import type { JobLogColumn } from '../reading/job-log-columns.ts';
import type { ServerSession } from './server-session.ts';
import type { TableColumns } from './table-columns.ts';

/** Of more jobs the table is not asked for its rows: nobody reads them. */
const MOST = 50;

/** A row of the table: its values as texts, by column of a job log. */
type TextRow = Readonly<Partial<Record<JobLogColumn, string | null>>>;

/** Jobs of a table with their rows as the table gives them: values as texts, under the names that job logs give them. */
export async function withGivenRows(
  session: ServerSession,
  { table, columns }: TableColumns,
  name: string,
  jobs: readonly AskedJob[],
): Promise<AskedJob[]> {
  const ids = [...new Set(jobs.slice(0, MOST).map(({ jobId }) => jobId))];
  const jobId = columns.get('job_id');
  if (ids.length === 0 || jobId === undefined) return [...jobs];
  const texts = [...columns].map(([column, { sql: own }]) => sql`${own}::text AS ${sql.id(column)}`);
  const rows = await session.rows<TextRow>(
    sql`SELECT ${sql.join(texts)} FROM ${table} WHERE ${jobId.sql}::text IN (${sql.join(ids)})`,
  );
  const left = [...rows];
  return jobs.map((job) => {
    const at = left.findIndex((row) => isRowOf(row, job));
    const [row] = at === -1 ? [] : left.splice(at, 1);
    return row === undefined ? job : { ...job, given: givenRow(name, row) };
  });
}

/** Copies of one job are told apart by what they say. */
function isRowOf(row: TextRow, { jobId, worker, atMs }: AskedJob): boolean {
  if (row.job_id !== jobId || (row.worker_wallet ?? '').trim().toLowerCase() !== worker) return false;
  const text = row.completed_at ?? '';
  const at = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text.replace(/([+-]\d{2})$/, '$1:00'));
  return atMs === null ? text === '' : Number.isNaN(at) || at === atMs;
}

function givenRow(table: string, row: TextRow): GivenRow {
  const values = Object.entries(row).filter(([, value]) => value !== null);
  return { table, text: JSON.stringify(Object.fromEntries(values)) };
}
