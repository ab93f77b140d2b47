import { createHash } from 'node:crypto';
import type { UsagePolicy } from '../core/usage/month-usage.ts';
import { ruleOf } from './compile-rules.ts';
import { covering } from './covering-files.ts';
import type { DerivedFiles } from './derived-files.ts';
import type { Lake } from './duckdb.ts';
import { allKeysSql, JOB_HASH, type KeyedFile } from './file-keys.ts';
import type { JobLogFile } from './job-log-file.ts';
import { inputSql, monthSql, parquetSql, withStatuses } from './jobs-view.ts';
import { judgedSql } from './judged-jobs.ts';
import { keptSql } from './log-rows.ts';
import { WORKER } from './worker-sql.ts';

/** Numbers of the rules whose jobs a person is told of one by one. */
export const TOLD_RULES = [ruleOf('vendor-model'), ruleOf('self-match-untestable')].join(', ');

/** The status or payment model of a judged row, where it is on no list and leaves the row out. */
export const UNLISTED_VALUE = `CASE rule WHEN ${ruleOf('unknown-status')} THEN unknown_status
        WHEN ${ruleOf('unknown-payment-model')} THEN payment_model END`;

/**
 * The worker of a judged row: `wallet`, and of a credited job `network`, `nft` (on the fast network) and
 * `model`; of one whose status or payment model is on no list that `value`.
 */
export const WORKER_SQL = `worker_wallet AS wallet,
      CASE WHEN rule IS NULL THEN ${WORKER.network} END AS network,
      CASE WHEN rule IS NULL THEN ${WORKER.nft} END AS nft,
      CASE WHEN rule IS NULL THEN model_id END AS model,
      ${UNLISTED_VALUE} AS value`;

/** A policy, and what names everything of it that usage alone depends on. */
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
  const content = [
    usageAloneSql('jobs', policy),
    withoutInstantSql('jobs'),
    policy.extensions,
    links.sort(),
    stretches?.sort() ?? null,
  ];
  return { policy, key: createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32) };
}

/** Rows judged as if no job were repeated or withheld, because those are examined apart. */
export function judgedAlone(rows: string, policy: UsagePolicy): string {
  return judgedSql(rows, { ...policy, withheldJobs: [] }, false);
}

/**
 * What some logs say under a policy when every row is judged alone, as a Parquet file of three kinds of rows, each with
 * its `jobs` and `points`:
 *
 * - `tally`: all jobs by month, rule, trialing, wallet and, of credited ones, worker and model, of others `value`;
 * - `subscriber`: credited jobs by month, subscriber and network;
 * - `told`: each job that a person is told of, by month, rule, `input`, `row` and `line`, `job_id` and `model_id`. Its place
 *   comes from the keys: an id that two rows of them have is examined, and its rows here are passed over.
 *
 * These are sums: to what is kept of some of the logs that of the others is added.
 */
export function usageAlone(
  lake: Lake,
  files: readonly JobLogFile[],
  { policy, key }: CompiledPolicy,
  derived: DerivedFiles,
  keysOf: (files: readonly JobLogFile[]) => Promise<KeyedFile[]>,
): Promise<string> {
  return covering(lake, derived, `usage-${key}`, files, async ({ path, fresh }) => {
    const jobs = (of: readonly JobLogFile[]): string =>
      withStatuses(`(SELECT *, NULL::BIGINT AS row_key FROM ${keptSql(of)})`, policy.extensions);
    const keys = allKeysSql(await keysOf(fresh));
    await lake.run(`CREATE OR REPLACE TEMP TABLE fresh_usage AS ${usageAloneSql(jobs(fresh), policy)}`);
    const untimed = await lake.rows(`SELECT DISTINCT file_index FROM ${keys} WHERE instant_ms IS NULL`);
    const files = new Set(untimed.map(({ file_index }) => Number(file_index)));
    if (files.size > 0) {
      await lake.run(
        `INSERT INTO fresh_usage BY NAME ${withoutInstantSql(jobs(fresh.filter((_, at) => files.has(at))))}`,
      );
    }
    const rows = `SELECT * EXCLUDE (file_index), NULL::VARCHAR AS input, NULL::BIGINT AS row, NULL::BIGINT AS line
        FROM fresh_usage WHERE kind <> 'told'
      UNION ALL BY NAME
      SELECT told.* EXCLUDE (file_index, jobs, points), ${inputSql(fresh)} AS input, row, row + 1 + line_shift AS line, 1::BIGINT AS jobs,
        points
      FROM (SELECT *, ${JOB_HASH} AS id_hash FROM fresh_usage WHERE kind = 'told') AS told
      JOIN (SELECT file_index, row, line_shift, id_hash FROM ${keys}) AS keys USING (file_index, id_hash)`;
    return path === null ? rows : added(parquetSql([path]), rows);
  });
}

function added(known: string, rows: string): string {
  return `SELECT * EXCLUDE (jobs, points), sum(jobs)::BIGINT AS jobs, sum(points) AS points
    FROM (FROM ${known} UNION ALL BY NAME (${rows})) GROUP BY ALL`;
}

function usageAloneSql(jobs: string, policy: UsagePolicy): string {
  const told = ['file_index', 'job_id', 'model_id'];
  const ifTold = told.map((column) => `CASE WHEN rule IN (${TOLD_RULES}) THEN ${column} END AS ${column}`);
  return `
    SELECT CASE WHEN grouping(wallet) = 0 THEN 'tally' WHEN grouping(subscriber) = 0 THEN 'subscriber' ELSE 'told' END AS kind,
      month, rule, trialing, wallet, network, nft, model, value, subscriber, file_index,
      job_id, model_id, count(*) AS jobs, sum(points) AS points
    FROM (
      SELECT month, rule, trialing, ${WORKER_SQL}, CASE WHEN rule IS NULL THEN subscriber_wallet END AS subscriber,
        ${ifTold.join(', ')}, points
      FROM ${judgedAlone(jobs, policy)})
    GROUP BY GROUPING SETS (
      (month, rule, trialing, wallet, network, nft, model, value), (month, rule, network, subscriber),
      (month, rule, ${told.join(', ')}))
    HAVING grouping(wallet) = 0 OR (grouping(subscriber) = 0 AND rule IS NULL) OR file_index IS NOT NULL`;
}

/** Rows that did not complete and carry no time: they fall in the month of their file's last completed row, or else last row. */
function withoutInstantSql(jobs: string): string {
  return `
    SELECT 'tally' AS kind, month, ${RULE_WITHOUT_INSTANT} AS rule, false AS trialing, worker_wallet AS wallet,
      unknown_status AS value, jobs, points
    FROM (SELECT file_index, worker_wallet, unknown_status, count(*) AS jobs, sum(coalesce(render_spark, 0)) AS points
        FROM ${jobs} WHERE instant_ms IS NULL GROUP BY ALL)
    JOIN (SELECT file_index, ${monthSql('coalesce(max(instant_ms) FILTER (status_completed), max(instant_ms))')} AS month
        FROM ${jobs} WHERE instant_ms IS NOT NULL GROUP BY ALL)
      USING (file_index)`;
}

/** The number of the rule that leaves such a row out. */
export const RULE_WITHOUT_INSTANT = `CASE WHEN unknown_status IS NULL THEN ${ruleOf('not-completed')} ELSE ${ruleOf('unknown-status')} END`;
