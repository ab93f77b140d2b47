import { type RawBuilder, sql } from 'kysely';
import { formatMicro } from '../../core/money/micro.ts';
import { BLANKS, INVISIBLE, unpadded } from '../../core/text/unpadded.ts';
import type { AskedJob, GivenRow } from '../../core/usage/asked-job.ts';
import { type JobTimes, TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import { declaredTime } from '../reading/declared-times.ts';
import type { JobLogColumn } from '../reading/job-log-columns.ts';
import type { ServerSession, TableSource } from './server-session.ts';
import type { TableColumn, TableColumns } from './table-columns.ts';
import { withoutScale } from './table-copy.ts';

/** Of more jobs the table is not asked for its rows: nobody reads them. */
const MOST = 50;

/** A row of the table: its values as texts, by column of a job log. */
type TextRow = Readonly<Partial<Record<JobLogColumn, string | null>>>;

/** Jobs of a table with their rows as the table gives them: values as texts, under the names that job logs give them. */
export async function withGivenRows(
  session: ServerSession,
  { table, columns }: TableColumns,
  { table: name, times = TIMES_AS_WRITTEN }: TableSource,
  jobs: readonly AskedJob[],
): Promise<AskedJob[]> {
  const ids = [...new Set(jobs.slice(0, MOST).map(({ jobId }) => jobId))];
  const jobId = columns.get('job_id');
  if (ids.length === 0 || jobId === undefined) return [...jobs];
  const texts = [...columns].map(([column, { sql: own }]) => sql`${own}::text AS ${sql.id(column)}`);
  const rows = await session.rows<TextRow>(
    sql`SELECT ${sql.join(texts)} FROM ${table} WHERE ${unpaddedText(jobId)} IN (${sql.join(ids)})`,
  );
  const left = [...rows];
  return jobs.map((job) => {
    const own = left.filter((row) => unpadded(row.job_id ?? '') === job.jobId);
    const likeness = own.map((row) => likenessOf(row, job, times));
    const row = own[likeness.indexOf(Math.max(...likeness))];
    if (row === undefined) return job;
    left.splice(left.indexOf(row), 1);
    return { ...job, given: givenRow(name, row) };
  });
}

/** An id as core/text/unpadded.ts has it: a table may pad it. */
function unpaddedText({ sql: column }: TableColumn): RawBuilder<string> {
  return sql`btrim(translate(${column}::text, ${INVISIBLE}, ''), ${BLANKS})`;
}

/** Copies of one job are told apart by what they say: in how much of it a row is as the job. */
function likenessOf(row: TextRow, { worker, subscriber, atMs, points }: AskedJob, times: JobTimes): number {
  const wallet = (text: string | null | undefined): string => (text ?? '').trim().toLowerCase();
  const alike = [
    wallet(row.worker_wallet) === worker,
    wallet(row.subscriber_wallet) === subscriber,
    instantOf(declaredTime(row.completed_at ?? '', times)) === atMs,
    withoutScale(row.render_spark ?? '') === withoutScale(formatMicro(points)),
  ];
  return alike.filter(Boolean).length;
}

/** Milliseconds UTC, as a job log has them; null for no time. */
function instantOf(text: string): number | null {
  if (text === '') return null;
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text.replace(/([+-]\d{2})$/, '$1:00'));
}

function givenRow(table: string, row: TextRow): GivenRow {
  const values = Object.entries(row).filter(([, value]) => value !== null);
  return { table, text: JSON.stringify(Object.fromEntries(values)) };
}
