import { type RawBuilder, sql } from 'kysely';
import { type JobTimes, TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import { columnOfName, JOB_LOG_COLUMNS, type JobLogColumn } from '../reading/job-log-columns.ts';
import { columnWords } from '../reading/job-values.ts';
import type { ServerSession, TableSource } from './server-session.ts';

/** A column of the table that stands for one of the job log. */
export interface TableColumn {
  /** Its name there, quoted. */
  readonly sql: RawBuilder<unknown>;
  readonly type: string;
}

/** A table of jobs whose columns are understood. */
export interface TableColumns {
  readonly table: RawBuilder<unknown>;
  readonly columns: ReadonlyMap<JobLogColumn, TableColumn>;
  /** The names of the others. */
  readonly others: readonly string[];
}

/**
 * Finds the columns of a table or view by the names of a job log (docs/inputs.md). They compare without letter
 * case, which an unquoted name loses on a server.
 *
 * @throws InvalidInput no-such-path, missing-column, duplicate-column, unusable-column
 */
export async function tableColumns(
  session: ServerSession,
  { table, times = TIMES_AS_WRITTEN }: TableSource,
): Promise<TableColumns> {
  const reference = sql.id(...table.split('.'));
  const quotedName = table
    .split('.')
    .map((name) => `"${name}"`)
    .join('.');
  const found = await session.rows(sql<{ name: string; type: string; collation: string }>`
    SELECT attname::text AS name, format_type(atttypid, NULL) AS type, attcollation::text AS collation
    FROM pg_catalog.pg_attribute
    WHERE attrelid = to_regclass(${quotedName}::text) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`);
  if (found.length === 0) throw noTable(table);
  const problems: Problem[] = [];
  const columns = new Map<JobLogColumn, TableColumn>();
  for (const { name, type } of found) {
    const column = columnOfName(name);
    if (column === undefined) continue;
    if (columns.has(column)) {
      const message = `${JSON.stringify(name)} is a second column that means ${column}`;
      problems.push(problem('duplicate-column', { file: table }, message, 'Name a view with one of them.'));
    }
    columns.set(column, { sql: sql.id(name), type });
    if (!isUsable(column, type, times)) problems.push(unusable(table, name, type, column));
  }
  for (const { name, needed } of JOB_LOG_COLUMNS) {
    if (needed === 'never' || columns.has(name)) continue;
    const message = `there is no column ${columnWords(name)}`;
    problems.push(problem('missing-column', { file: table }, message, 'Add it, or name a view that has it.'));
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  await refuseLooseCollations(session, table, found);
  const others = found.map(({ name }) => name).filter((name) => columnOfName(name) === undefined);
  return { table: reference, columns, others };
}

function noTable(table: string): InvalidInput {
  const message = `the server has no table ${table} that this user can see`;
  const remedy = 'Check usage.source.table: schema and letter case count.';
  return new InvalidInput([problem('no-such-path', { file: table }, message, remedy)]);
}

const WHOLE = ['bigint', 'integer', 'smallint'];
const TEXT = ['text', 'character varying', 'character', 'citext', 'name'];

/** Types from which nothing has to be guessed or rounded. Text columns take whatever has one plain text, enums too. */
function isUsable(column: JobLogColumn, type: string, { offset, unixSeconds }: JobTimes): boolean {
  switch (column) {
    case 'completed_at':
      if (type === 'timestamp without time zone') return offset !== null;
      if (type === 'integer' || type === 'numeric') return unixSeconds;
      return type === 'timestamp with time zone' || type === 'bigint';
    case 'render_spark':
      return type === 'numeric' || WHOLE.includes(type);
    case 'trialing':
      return type === 'boolean' || WHOLE.includes(type) || TEXT.includes(type);
    default:
      return !/^(json|jsonb|bytea|real|double precision|numeric|boolean|xml|timestamp.*|.*\[\])$/.test(type);
  }
}

const WANTED: Partial<Record<JobLogColumn, string>> = {
  completed_at: 'timestamp with time zone, or bigint with Unix milliseconds (others by usage.times of revshare.yaml)',
  render_spark: 'numeric, or an integer type',
  trialing: 'boolean, 0 and 1, or a text',
};

function unusable(table: string, name: string, type: string, column: JobLogColumn): Problem {
  const message = `the column ${name} is of the type ${type}; ${column} has to be ${WANTED[column] ?? 'a text'}`;
  return problem('unusable-column', { file: table }, message);
}

/** The collations that every server has: default, C and POSIX compare byte by byte, or by rules that tell all apart. */
const STRICT = ['0', '100', '950', '951'];

/** A collation that takes different texts for equal would make two jobs one. */
async function refuseLooseCollations(
  session: ServerSession,
  table: string,
  found: readonly { name: string; collation: string }[],
): Promise<void> {
  const named = found.filter(({ name, collation }) => columnOfName(name) !== undefined && !STRICT.includes(collation));
  if (named.length === 0) return;
  const loose = await session.rows(sql<{ oid: string }>`
    SELECT oid::text AS oid FROM pg_catalog.pg_collation WHERE NOT collisdeterministic`);
  const oids = new Set(loose.map(({ oid }) => oid));
  const problems = named
    .filter(({ collation }) => oids.has(collation))
    .map(({ name }) => {
      const message = `the column ${name} has a collation that takes different texts for equal`;
      return problem('unusable-column', { file: table }, message, 'Name a view that gives it COLLATE "C".');
    });
  if (problems.length > 0) throw new InvalidInput(problems);
}
