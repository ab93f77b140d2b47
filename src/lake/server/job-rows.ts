import { type RawBuilder, sql } from 'kysely';
import {
  COMPLETED_STATUSES,
  type ListExtensions,
  NO_EXTENSIONS,
  NOT_COMPLETED_STATUSES,
  OUTER_BLANKS,
} from '../../core/usage/closed-lists.ts';
import type { JobLogColumn } from '../job-log-columns.ts';
import { LISTED_COLUMNS } from '../job-values.ts';
import { extendedStatuses } from '../listed-values.ts';
import type { TableColumns } from './table-columns.ts';

/**
 * The table's rows as the rules see them: what the import makes of a job log, as SQL of PostgreSQL. Nothing here depends
 * on the database's locale or zone.
 */
export interface JobRows {
  readonly table: RawBuilder<unknown>;
  /** A derived table of all rows. */
  readonly all: RawBuilder<unknown>;
  /** A derived table of the rows whose instant is in a half-open stretch, ms UTC; an index on completed_at serves it. */
  within(fromMs: number, untilMs: number): RawBuilder<unknown>;
  /** A column as text, NULL where it has no value; for messages. */
  text(column: JobLogColumn): RawBuilder<unknown>;
  /** A column as it is; null when the table has none. */
  raw(column: JobLogColumn): { readonly sql: RawBuilder<unknown>; readonly type: string } | null;
}

/** Letter case of models and networks beyond ASCII: as written, and folded (folded-case.ts). */
export type FoldedTexts = ReadonlyMap<string, string>;

/** @param extensions what revshare.yaml adds to the network's lists of statuses */
export function jobRows(
  { table, columns }: TableColumns,
  beyondAscii: FoldedTexts,
  extensions: ListExtensions = NO_EXTENSIONS,
): JobRows {
  const raw: JobRows['raw'] = (column) => columns.get(column) ?? null;
  const text = (column: JobLogColumn): RawBuilder<unknown> => {
    const found = raw(column);
    if (found === null) return sql`NULL::text`;
    const written = sql`${found.sql}::text`;
    return sql`nullif(${LISTED_COLUMNS.includes(column) ? sql`btrim(${written}, ${sql.lit(OUTER_BLANKS)})` : written}, '')`;
  };
  const instant = instantOf(raw('completed_at'));
  const kept = sql`
    SELECT ${plain(raw('job_id'))} AS job_id,
      ${text('event_id')} AS event_id,
      ${isCompleted(plain(raw('status')), text('status'))} AS status_completed,
      ${unknownStatus(text('status'))} AS unknown_status,
      ${instant} AS instant_ms,
      ${folded(text('payment_model'))} AS payment_model,
      ${trialingOf(raw('trialing'))} AS trialing,
      lower(${text('worker_wallet')}) AS worker_wallet,
      lower(${text('subscriber_wallet')}) AS subscriber_wallet,
      ${text('worker_account')} AS worker_account,
      ${text('subscriber_account')} AS subscriber_account,
      ${foldedText(text('worker_type'), beyondAscii)} AS worker_type,
      ${text('worker_nft_id')} AS worker_nft_id,
      ${foldedText(text('model_id'), beyondAscii)} AS model_id,
      ${raw('render_spark')?.sql ?? sql`NULL`}::numeric AS render_spark
    FROM ${table}`;
  const statuses = extendedStatuses(extensions);
  const withStatuses = (rows: RawBuilder<unknown>): RawBuilder<unknown> => {
    if (statuses === null) return sql`(${rows})`;
    const extended = `${statuses.completed} AS status_completed, ${statuses.unknown} AS unknown_status`;
    return sql`(SELECT ${sql.raw(`${OTHER_COLUMNS.join(', ')}, ${extended}`)} FROM (${rows}) AS kept)`;
  };
  return {
    table,
    all: withStatuses(kept),
    within: (fromMs, untilMs) => {
      const { sql: at, type } = raw('completed_at') ?? { sql: sql`NULL`, type: 'bigint' };
      const edge = (ms: number): RawBuilder<unknown> =>
        type === 'bigint' ? sql`${String(ms)}::bigint` : sql`${new Date(ms).toISOString()}::timestamptz`;
      return withStatuses(sql`${kept} WHERE ${at} >= ${edge(fromMs)} AND ${at} < ${edge(untilMs)}`);
    },
    text,
    raw,
  };
}

/** The columns of the rows, but for what is known of the status. */
const OTHER_COLUMNS = [
  ...['job_id', 'event_id', 'instant_ms', 'payment_model', 'trialing', 'worker_wallet', 'subscriber_wallet'],
  ...['worker_account', 'subscriber_account', 'worker_type', 'worker_nft_id', 'model_id', 'render_spark'],
];

/** The columns of the rows, for who has to name them. */
export const JOB_COLUMNS: readonly string[] = [...OTHER_COLUMNS, 'status_completed', 'unknown_status'];

/** @param written the status as it stands there: it is asked first, because nearly every row is written so */
export function isCompleted(written: RawBuilder<unknown>, status: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${written} IN ('completed', 'jobCompleted') OR ${isOneOf(folded(status), COMPLETED_STATUSES)})`;
}

function unknownStatus(status: RawBuilder<unknown>): RawBuilder<unknown> {
  const listed = folded(status);
  return sql`CASE WHEN NOT ${isOneOf(listed, [...COMPLETED_STATUSES, ...NOT_COMPLETED_STATUSES])} THEN ${listed} END`;
}

function isOneOf(value: RawBuilder<unknown>, values: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${value} IN (${sql.join(values.map((each) => sql.lit(each)))})`;
}

/**
 * Without letter case, as ASCII has it: lower() follows the database's locale, which may lower I to another letter than i.
 * It is asked first all the same, because translate() is slow: what no locale lowers has no capital letter. A wallet has
 * only the letters to F and the x, which every locale lowers alike.
 */
export function folded(text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`CASE WHEN ${text} = lower(${text}) THEN ${text}
        ELSE translate(${text}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') END`;
}

function foldedText(text: RawBuilder<unknown>, beyondAscii: FoldedTexts): RawBuilder<unknown> {
  if (beyondAscii.size === 0) return folded(text);
  const cases = [...beyondAscii].map(([written, lower]) => sql`WHEN ${written}::text THEN ${lower}::text`);
  return sql`CASE ${text} ${sql.join(cases, sql` `)} ELSE ${folded(text)} END`;
}

/**
 * Milliseconds UTC; what is finer than a millisecond is cut, never rounded up, so that no job crosses into the next
 * month (R1). Both parts are whole numbers, which the engines that give extract() as a double give exactly; and it makes
 * no difference whether an engine counts the seconds among the microseconds.
 */
function instantOf(column: ReturnType<JobRows['raw']>): RawBuilder<unknown> {
  if (column === null) return sql`NULL::bigint`;
  const { sql: at, type } = column;
  if (type === 'bigint') return at;
  return sql`(extract(epoch FROM date_trunc('second', ${at}))::bigint * 1000
        + floor(mod(extract(microseconds FROM ${at})::bigint, 1000000) / 1000)::bigint)`;
}

/**
 * A column that is never empty, since the rows were checked. Nothing but the cast stands around it: only of a plain
 * column does a server know which values there are and how many, and it plans the search for repeated ids by that.
 */
function plain(column: ReturnType<JobRows['raw']>): RawBuilder<unknown> {
  return column === null ? sql`NULL::text` : sql`${column.sql}::text`;
}

function trialingOf(column: ReturnType<JobRows['raw']>): RawBuilder<unknown> {
  if (column === null) return sql`false`;
  if (column.type === 'boolean') return sql`coalesce(${column.sql}, false)`;
  return sql`coalesce(${folded(sql`${column.sql}::text`)} IN ('true', 't', '1'), false)`;
}
