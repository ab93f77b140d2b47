import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { monthSql, withAccounts } from '../kept/jobs-view.ts';
import { exclusionSql } from './compile-rules.ts';
import { withDuplicates } from './duplicate-jobs.ts';

/**
 * Every row with an instant, of a relation of log-rows.ts with its `row_key`, where it has one: with its month and the number of the reason that leaves it
 * out, NULL for a credited job (R11). Without `anyDuplicates` each row is judged as if it were the only one of its job.
 */
export function judgedSql(rows: string, policy: UsagePolicy, anyDuplicates: boolean): string {
  const timed = `(SELECT * FROM ${rows} WHERE instant_ms IS NOT NULL)`;
  const judged = withParticipation(withDuplicates(withAccounts(timed), anyDuplicates), policy);
  return `(SELECT file_index, row_key, line_shift, job_id, instant_ms, model_id, worker_wallet, worker_type, worker_nft_id, subscriber_wallet, subscription_tier, trialing,
      unknown_status, payment_model,
      coalesce(render_spark, 0) AS points, ${monthSql('instant_ms')} AS month, ${exclusionSql(policy)} AS rule
    FROM ${judged})`;
}

function withParticipation(rows: string, policy: UsagePolicy): string {
  if (policy.participation === null) return rows;
  return `(SELECT rows.*, stretch.wallet IS NOT NULL AS participates
    FROM ${rows} AS rows LEFT JOIN participation AS stretch ON stretch.wallet = rows.worker_wallet
      AND rows.instant_ms >= stretch.from_ms AND rows.instant_ms < stretch.until_ms)`;
}
