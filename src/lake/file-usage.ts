import { createHash } from 'node:crypto';
import type { UsagePolicy } from '../core/usage/month-usage.ts';
import { ruleOf } from './compile-rules.ts';
import type { DerivedFiles } from './derived-files.ts';
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

/** A policy, and what names everything of it that a file's own usage depends on. */
export interface CompiledPolicy {
  readonly policy: UsagePolicy;
  readonly key: string;
}

/**
 * The key covers the rules as they are compiled and the lists of the policy. Another text of the same rules is another
 * key, which costs one more reading.
 */
export function compilePolicy(policy: UsagePolicy): CompiledPolicy {
  const links = policy.walletLinks.map(({ wallet, account }) => JSON.stringify([wallet, account]));
  const stretches = policy.participation?.map(({ wallet, fromMs, untilMs }) =>
    JSON.stringify([wallet, fromMs, untilMs]),
  );
  const content = [fileUsageSql('jobs', policy), links.sort(), stretches?.sort() ?? null];
  return { policy, key: createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32) };
}

/** Rows judged as if no job were repeated or withheld, because those are examined apart. */
export function judgedAlone(rows: string, policy: UsagePolicy): string {
  return judgedSql(rows, { ...policy, withheldJobs: [] }, false);
}

/**
 * A file's own usage under a policy, as Parquet: `jobs` and `points` of its rows, each judged alone. One reading gives
 * rows of two kinds:
 *
 * - one per month, rule, trialing, wallet and, of credited jobs, worker and model. Jobs that a person is told of stand
 *   alone, with `row_key` and `line` in the file, `job_id` and `model_id`;
 * - where `by_subscriber` says so, one per month, subscriber and network of the credited jobs.
 */
export function fileUsage(
  lake: Lake,
  file: JobLogFile,
  { policy, key }: CompiledPolicy,
  derived: DerivedFiles,
): Promise<string> {
  return derived.ensure(`usage-${key}.${file.sha256}`, (path) =>
    lake.run(`COPY (${fileUsageSql(jobsSql([file]), policy)}) TO ${sqlText(path)}
      (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1)`),
  );
}

function fileUsageSql(jobs: string, policy: UsagePolicy): string {
  const ifTold = (column: string): string => `CASE WHEN rule IN (${TOLD_RULES}) THEN ${column} END AS ${column}`;
  return `
    SELECT grouping(wallet) = 1 AS by_subscriber, month, rule, trialing, wallet, network, nft, model, subscriber,
      row_key, min(line) AS line, min(job_id) AS job_id, min(model_id) AS model_id, count(*) AS jobs, sum(points) AS points
    FROM (
      SELECT month, rule, trialing, ${WORKER_SQL}, CASE WHEN rule IS NULL THEN subscriber_wallet END AS subscriber,
        ${['row_key', 'line', 'job_id', 'model_id'].map(ifTold).join(', ')}, points
      FROM ${judgedAlone(jobs, policy)})
    GROUP BY GROUPING SETS (
      (month, rule, trialing, wallet, network, nft, model, row_key), (month, rule, network, subscriber))
    HAVING grouping(wallet) = 0 OR rule IS NULL
    UNION ALL ${withoutInstantSql(jobs)}`;
}

/** Rows that never completed and carry no time: they fall in the month of their file's last completed row, if any. */
function withoutInstantSql(jobs: string): string {
  return `
    SELECT false, last.month, ${ruleOf('not-completed')}, false, worker_wallet, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL, timeless.jobs, timeless.points
    FROM (SELECT worker_wallet, count(*) AS jobs, sum(coalesce(render_spark, 0)) AS points
        FROM ${jobs} WHERE instant_ms IS NULL GROUP BY ALL) AS timeless,
      (SELECT ${monthSql('max(instant_ms)')} AS month FROM ${jobs} WHERE status_completed) AS last
    WHERE last.month IS NOT NULL`;
}
