import { type RawBuilder, sql } from 'kysely';
import { addMonths, type Month, monthStartMs } from '../../core/month/month.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { exclusionSql } from '../compile-rules.ts';
import { repeatedRowsSql } from '../repeated-rows.ts';
import { POSTGRESQL } from '../sql-dialect.ts';
import { workerSql } from '../worker-sql.ts';
import { JOB_COLUMNS, type JobRows } from './job-rows.ts';
import { policyLists } from './policy-lists.ts';

/**
 * `WITH ... judged AS (...)`: every row whose instant falls in the span of the months, with its month and the number of
 * the reason that leaves it out, NULL for a credited job (R11). The columns are those of the embedded engine's view.
 */
export function withJudged(rows: JobRows, policy: UsagePolicy, months: readonly Month[]): RawBuilder<unknown> {
  const from = monthStartMs(Math.min(...months) as Month);
  const until = monthStartMs(addMonths(Math.max(...months) as Month, 1));
  const columns = sql.raw(COPY_COLUMNS.join(', '));
  return sql`
    WITH ${policyLists(policy)},
    ${repeatedIds(rows)},
    copies AS (${sql.raw(repeatedRowsSql('repeated_rows', COPY_COLUMNS, { ...POSTGRESQL, workerType: 'worker_type', last: [] }))}),
    told_apart AS (
      SELECT ${columns}, false AS is_duplicate
      FROM ${withAccounts(withRepetition(rows, rows.within(from, until)))} AS linked WHERE NOT is_repeated
      UNION ALL
      SELECT ${columns}, NOT counts FROM copies WHERE instant_ms >= ${sql.lit(from)} AND instant_ms < ${sql.lit(until)}),
    judged AS (
      SELECT rows.job_id, rows.model_id, rows.worker_wallet, rows.worker_type, rows.worker_nft_id,
        rows.subscriber_wallet, rows.trialing, rows.unknown_status, rows.payment_model, coalesce(rows.render_spark, 0) AS points,
        rows.instant_ms, ${monthOf(months)} AS month, ${sql.raw(exclusionSql(policy, POSTGRESQL))} AS rule
      FROM ${withParticipation(policy)} AS rows)`;
}

const COPY_COLUMNS = [...JOB_COLUMNS, 'worker_accounts', 'subscriber_accounts'];

/**
 * `repeated_jobs`, the ids that several completed rows of the whole table have, the same of events, and `repeated_rows`,
 * those rows. Grouping by the id alone comes first: few rows are left to compare. A table has no name for a row, so that
 * rows that are repeated come from there, and all others from where they are asked for.
 */
function repeatedIds(rows: JobRows): RawBuilder<unknown> {
  const repeated = (id: string): RawBuilder<unknown> => {
    const column = sql.id(id);
    return sql`SELECT ${column} FROM ${rows.all} AS jobs WHERE status_completed AND ${column} IS NOT NULL
      GROUP BY ${column} HAVING count(*) > 1`;
  };
  return sql`
    repeated_jobs AS (${repeated('job_id')}),
    ${rows.raw('event_id') === null ? sql`` : sql`repeated_events AS (${repeated('event_id')}),`}
    repeated_rows AS (SELECT * FROM ${withAccounts(withRepetition(rows, rows.all))} AS linked WHERE is_repeated)`;
}

/**
 * Rows with whether another completed row has their id. Written out where it is used: a common table expression that is
 * used twice would be computed first and kept, every row of the span.
 */
function withRepetition(rows: JobRows, some: RawBuilder<unknown>): RawBuilder<unknown> {
  const anyEvent = rows.raw('event_id') !== null;
  const isRepeated = anyEvent
    ? sql`(repeated_jobs.job_id IS NOT NULL OR repeated_events.event_id IS NOT NULL)`
    : sql`repeated_jobs.job_id IS NOT NULL`;
  const ofEvents = anyEvent
    ? sql`LEFT JOIN repeated_events ON repeated_events.event_id = jobs.event_id AND jobs.status_completed`
    : sql``;
  return sql`(
        SELECT jobs.*, ${isRepeated} AS is_repeated
        FROM ${some} AS jobs
        LEFT JOIN repeated_jobs ON repeated_jobs.job_id = jobs.job_id AND jobs.status_completed
        ${ofEvents})`;
}

/** Rows with the account lists of both wallets, as the rule of self-matching needs them. */
function withAccounts(rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
        SELECT rows.*, of_worker.accounts AS worker_accounts, of_subscriber.accounts AS subscriber_accounts
        FROM ${rows} AS rows
        LEFT JOIN wallet_accounts AS of_worker ON of_worker.wallet = rows.worker_wallet
        LEFT JOIN wallet_accounts AS of_subscriber ON of_subscriber.wallet = rows.subscriber_wallet)`;
}

/** The worker of a row of jobRows. */
export const WORKER = workerSql('worker_type');

function withParticipation({ participation }: UsagePolicy): RawBuilder<unknown> {
  if (participation === null) return sql`told_apart`;
  return sql`(
        SELECT told_apart.*, stretch.wallet IS NOT NULL AS participates
        FROM told_apart LEFT JOIN participation AS stretch ON stretch.wallet = told_apart.worker_wallet
          AND told_apart.instant_ms >= stretch.from_ms AND told_apart.instant_ms < stretch.until_ms)`;
}

/** The asked month of an instant, NULL for one between them. */
function monthOf(months: readonly Month[]): RawBuilder<unknown> {
  const cases = months.map((month) => {
    const [from, until] = [monthStartMs(month), monthStartMs(addMonths(month, 1))];
    return sql.raw(`WHEN rows.instant_ms >= ${from} AND rows.instant_ms < ${until} THEN ${month}`);
  });
  return sql`CASE ${sql.join(cases, sql` `)} END`;
}
