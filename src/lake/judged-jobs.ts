import { addMonths, type Month, monthStartMs } from '../core/month/month.ts';
import type { UsagePolicy } from '../core/usage/month-usage.ts';
import { exclusionSql } from './compile-rules.ts';
import type { Lake } from './duckdb.ts';
import { withDuplicates } from './duplicate-jobs.ts';
import { monthSql, withAccounts } from './jobs-view.ts';
import { DUCKDB } from './sql-dialect.ts';

/**
 * Every row whose instant falls in the span of the months, as the view `judged`: with its month and the number of the
 * reason that leaves it out, NULL for a credited job (R11).
 */
export async function createJudgedView(
  lake: Lake,
  policy: UsagePolicy,
  months: readonly Month[],
  anyDuplicates: boolean,
): Promise<void> {
  const from = monthStartMs(Math.min(...months) as Month);
  const until = monthStartMs(addMonths(Math.max(...months) as Month, 1));
  const inSpan = `(SELECT * FROM jobs WHERE instant_ms >= ${from} AND instant_ms < ${until})`;
  const rows = withParticipation(withDuplicates(withAccounts(inSpan), anyDuplicates), policy);
  await lake.run(`
    CREATE TEMP VIEW judged AS
    SELECT file_index, line, job_id, model_id, worker_wallet, trialing, coalesce(render_spark, 0) AS points,
      ${monthSql('instant_ms')} AS month,
      ${exclusionSql(policy, DUCKDB)} AS rule
    FROM ${rows}`);
}

function withParticipation(rows: string, policy: UsagePolicy): string {
  if (policy.participation === null) return rows;
  return `(SELECT rows.*, stretch.wallet IS NOT NULL AS participates
    FROM ${rows} AS rows LEFT JOIN participation AS stretch ON stretch.wallet = rows.worker_wallet
      AND rows.instant_ms >= stretch.from_ms AND rows.instant_ms < stretch.until_ms)`;
}
