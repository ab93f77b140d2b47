import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import type { Lake } from '../engine/duckdb.ts';
import { monthSql, withAccounts } from '../kept/jobs-view.ts';
import { exclusionSql, withReasonsOfJob } from './compile-rules.ts';
import { findDuplicates } from './duplicate-jobs.ts';

/**
 * Every row with an instant, of a relation of log-rows.ts with its `row_key`, where it has one: with its month and the
 * number of the reason that leaves it out, NULL for a credited job (R11), judged as if no job were repeated or withheld.
 */
export function judgedAlone(rows: string, policy: UsagePolicy): string {
  const timed = `(SELECT * FROM ${rows} WHERE instant_ms IS NOT NULL)`;
  return `(SELECT file_index, row_key, line_shift, job_id, instant_ms, model_id, worker_wallet, worker_type, worker_nft_id, subscriber_wallet, subscription_tier, trialing,
      unknown_status, payment_model,
      coalesce(render_spark, 0) AS points, ${monthSql('instant_ms')} AS month, ${exclusionSql(policy)} AS rule
    FROM ${withParticipation(withAccounts(timed), policy)})`;
}

/**
 * Judges the rows of `jobs` with all others of their job: `judged`, as judgedAlone has them, with `rule` as it is then and
 * `rule_alone`. Everything else is added up row by row as if it were alone: `corrections`, with `jobs` of 1 or -1 and
 * `points` of the same sign, is what has to be added to such a sum.
 */
export async function judgeTogether(lake: Lake, policy: UsagePolicy): Promise<void> {
  await findDuplicates(lake);
  await lake.run(`CREATE TEMP TABLE judged AS
    SELECT alone.* REPLACE (${withReasonsOfJob('alone.rule')} AS rule), alone.rule AS rule_alone
    FROM ${judgedAlone('jobs', policy)} AS alone LEFT JOIN copies USING (row_key)`);
  const changed = 'FROM judged WHERE rule IS DISTINCT FROM rule_alone';
  await lake.run(`CREATE TEMP VIEW corrections AS
    SELECT * REPLACE (rule_alone AS rule, -points AS points), -1 AS jobs ${changed}
    UNION ALL SELECT *, 1 AS jobs ${changed}`);
}

function withParticipation(rows: string, policy: UsagePolicy): string {
  if (policy.participation === null) return rows;
  return `(SELECT rows.*, stretch.wallet IS NOT NULL AS participates
    FROM ${rows} AS rows LEFT JOIN participation AS stretch ON stretch.wallet = rows.worker_wallet
      AND rows.instant_ms >= stretch.from_ms AND rows.instant_ms < stretch.until_ms)`;
}
