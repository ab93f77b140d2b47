import { type RawBuilder, sql } from 'kysely';
import { addMonths, type Month, monthStartMs } from '../../core/month/month.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { exclusionSql, selfMatchedSql } from '../compile-rules.ts';
import { POSTGRESQL } from '../sql-dialect.ts';
import { workerSql } from '../worker-sql.ts';
import type { JobRows } from './job-rows.ts';
import { policyLists } from './policy-lists.ts';

/**
 * `WITH ... judged AS (...)`: every row whose instant falls in the span of the months, with its month and the number of
 * the reason that leaves it out, NULL for a credited job (R11). The columns are those of the embedded engine's view.
 */
export function withJudged(rows: JobRows, policy: UsagePolicy, months: readonly Month[]): RawBuilder<unknown> {
  const from = monthStartMs(Math.min(...months) as Month);
  const until = monthStartMs(addMonths(Math.max(...months) as Month, 1));
  const inSpan = rows.within(from, until);
  return sql`
    WITH ${policyLists(policy)},
    repeated AS (${repeatedJobs(rows)}),
    told_apart AS (
      SELECT linked.*, false AS is_duplicate FROM ${linked(inSpan)} AS linked WHERE NOT is_repeated
      UNION ALL
      SELECT linked.*, conflict OR row_number() OVER (${COPIES}) > 1 FROM ${linked(inSpan)} AS linked WHERE is_repeated),
    judged AS (
      SELECT rows.job_id, rows.model_id, rows.worker_wallet, rows.worker_type, rows.worker_nft_id,
        rows.subscriber_wallet, rows.trialing, coalesce(rows.render_spark, 0) AS points,
        rows.instant_ms, ${monthOf(months)} AS month, ${sql.raw(exclusionSql(policy, POSTGRESQL))} AS rule
      FROM ${withParticipation(policy)} AS rows)`;
}

/**
 * Rows with what the rules need beside them. Written out where it is used: a common table expression that is used twice
 * would be computed first and kept, every row of the span.
 */
function linked(inSpan: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
        SELECT jobs.*, of_worker.accounts AS worker_accounts, of_subscriber.accounts AS subscriber_accounts,
          repeated.job_id IS NOT NULL AS is_repeated, coalesce(repeated.conflict, false) AS conflict
        FROM ${inSpan} AS jobs
        LEFT JOIN repeated ON repeated.job_id = jobs.job_id AND jobs.status_completed
        LEFT JOIN wallet_accounts AS of_worker ON of_worker.wallet = jobs.worker_wallet
        LEFT JOIN wallet_accounts AS of_subscriber ON of_subscriber.wallet = jobs.subscriber_wallet)`;
}

/** The worker of a row of jobRows. */
export const WORKER = workerSql('worker_type');

/**
 * A copy that shows a self-match stands for all, then the last by network and NFT, by bytes, as duplicate-jobs.ts has
 * it; otherwise it makes no difference which does.
 */
const COPIES = sql.raw(
  `PARTITION BY job_id ORDER BY CASE WHEN coalesce(${selfMatchedSql(POSTGRESQL)}, false) THEN 0 ELSE 1 END,
        convert_to(${WORKER.network}, 'UTF8') DESC, convert_to(${WORKER.nft}, 'UTF8') DESC`,
);

/**
 * Each job id that several completed rows of the whole table have, and whether they differ (R11). Grouping by the id
 * alone comes first: few rows are left to compare.
 */
export function repeatedJobs({ all }: JobRows): RawBuilder<unknown> {
  return sql`
      SELECT job_id, count(*) > 1 AS conflict
      FROM (
        SELECT DISTINCT job_id, instant_ms, payment_model, trialing, worker_wallet, subscriber_wallet, model_id,
          render_spark
        FROM ${all} AS copies
        WHERE status_completed AND job_id IN (
          SELECT job_id FROM ${all} AS jobs WHERE status_completed GROUP BY job_id HAVING count(*) > 1)
      ) AS contents
      GROUP BY job_id`;
}

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
