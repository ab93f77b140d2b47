import { createHash } from 'node:crypto';
import type { UsagePolicy } from '../core/usage/month-usage.ts';
import { ruleOf } from './compile-rules.ts';
import type { DerivedFiles, DerivedName } from './derived-files.ts';
import { type Lake, sqlText } from './duckdb.ts';
import { type JobLogFile, jobsSql, monthSql } from './jobs-view.ts';
import { judgedSql } from './judged-jobs.ts';
import { WORKER } from './worker-sql.ts';

/** Numbers of the rules whose jobs a person is told of one by one. */
export const TOLD_RULES = [ruleOf('vendor-model'), ruleOf('self-match-untestable')].join(', ');

/** The worker of a judged row: `wallet`, and of a credited job `network`, `nft` (on the fast network) and `model`. */
export const WORKER_SQL = `worker_wallet AS wallet,
      CASE WHEN rule IS NULL THEN ${WORKER.network} END AS network,
      CASE WHEN rule IS NULL THEN ${WORKER.nft} END AS nft,
      CASE WHEN rule IS NULL THEN model_id END AS model`;

/**
 * A file's own usage under a policy, as Parquet: its rows judged as if no job were repeated or withheld, because those
 * are examined apart. One row per month, rule, trialing, wallet and, of credited jobs, worker and model, with `jobs` and
 * `points`; jobs that a person is told of stand alone, with `row_key` and `line` in the file, `job_id` and `model_id`.
 */
export function fileUsage(
  lake: Lake,
  file: JobLogFile,
  policy: UsagePolicy,
  policyKey: string,
  derived: DerivedFiles,
): Promise<string> {
  const name: DerivedName = `usage-${policyKey}.${file.sha256}`;
  return derived.ensure(name, (path) =>
    lake.run(`COPY (${fileUsageSql(jobsSql([file]), policy)}) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`),
  );
}

/**
 * Names everything that a file's usage depends on beside its rows: the rules as they are compiled and the lists of the
 * policy. Another text of the same rules is another key, which costs one more reading.
 */
export function policyKey(policy: UsagePolicy): string {
  const links = policy.walletLinks.map(({ wallet, account }) => JSON.stringify([wallet, account]));
  const stretches = policy.participation?.map(({ wallet, fromMs, untilMs }) =>
    JSON.stringify([wallet, fromMs, untilMs]),
  );
  const content = [fileUsageSql('jobs', policy), links.sort(), stretches?.sort() ?? null];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}

/** The policy without what is examined apart. */
export function withoutWithheld(policy: UsagePolicy): UsagePolicy {
  return { ...policy, withheldJobs: [] };
}

function fileUsageSql(jobs: string, policy: UsagePolicy): string {
  const ifTold = (column: string): string => `CASE WHEN is_told THEN ${column} END`;
  return `
    SELECT month, rule, trialing, ${WORKER_SQL}, ${ifTold('row_key')} AS row_key,
      min(${ifTold('line')}) AS line, min(${ifTold('job_id')}) AS job_id, min(${ifTold('model_id')}) AS model_id,
      count(*) AS jobs, sum(points) AS points
    FROM (SELECT *, coalesce(rule IN (${TOLD_RULES}), false) AS is_told FROM ${judgedSql(jobs, withoutWithheld(policy), false)})
    GROUP BY ALL
    UNION ALL ${withoutInstantSql(jobs)}`;
}

/** Rows that never completed and carry no time: they fall in the month of their file's last completed row, if any. */
function withoutInstantSql(jobs: string): string {
  return `
    SELECT last.month, ${ruleOf('not-completed')}, false, worker_wallet, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
      timeless.jobs, timeless.points
    FROM (SELECT worker_wallet, count(*) AS jobs, sum(coalesce(render_spark, 0)) AS points
        FROM ${jobs} WHERE instant_ms IS NULL GROUP BY ALL) AS timeless,
      (SELECT ${monthSql('max(instant_ms)')} AS month FROM ${jobs} WHERE status_completed) AS last
    WHERE last.month IS NOT NULL`;
}
