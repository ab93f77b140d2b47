import { createHash } from 'node:crypto';
import { KNOWN_PLANS } from '../../core/usage/bursts.ts';
import type { ListExtensions } from '../../core/usage/closed-lists.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { sqlText } from '../engine/duckdb.ts';
import { covering } from '../kept/covering-files.ts';
import { type FactsFile, factsSql } from '../kept/file-facts.ts';
import { inputSql, monthSql, parquetSql, withStatuses } from '../kept/jobs-view.ts';
import { type Picking, withPickedRows } from '../kept/picked-rows.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { NO_SUBSCRIBER, ruleOf, vendorModelSql } from './compile-rules.ts';
import { judgedAlone } from './judged-jobs.ts';
import { WORKER } from './worker-sql.ts';

/** Numbers of the rules whose jobs a person is told of one by one. */
export const TOLD_RULES = [ruleOf('vendor-model'), ruleOf('self-match-untestable')].join(', ');

/** The status or payment model of a judged row, where it leaves the row out. */
const VALUE_OF_RULE = `CASE rule WHEN ${ruleOf('unknown-status')} THEN unknown_status
        WHEN ${ruleOf('unknown-payment-model')} THEN payment_model WHEN ${ruleOf('not-subscription')} THEN payment_model END`;

/**
 * The worker of a judged row: `wallet`, and of a credited job `network`, `nft` (on the fast network) and
 * `model`; of one that its status or payment model leaves out that `value`, unless the status is one of the lists.
 */
export const WORKER_SQL = `worker_wallet AS wallet,
      CASE WHEN rule IS NULL THEN ${WORKER.network} END AS network,
      CASE WHEN rule IS NULL THEN ${WORKER.nft} END AS nft,
      CASE WHEN rule IS NULL THEN model_id END AS model,
      ${VALUE_OF_RULE} AS value`;

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
  const jobs = jobsOfFacts([], policy.extensions);
  const content = [
    ...[sumsAloneSql(jobs, policy), TALLIES, SUBSCRIBERS],
    ...[toldAloneSql(jobs, policy), toldSql([]), withoutInstantSql(jobs, [])],
    links.sort(),
    stretches?.sort() ?? null,
  ];
  return { policy, key: createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32) };
}

/** All of a policy that what is counted depends on: its rules by their key, and the jobs that are withheld beside them. */
export function countedBy(policy: UsagePolicy): { readonly withheld: readonly string[]; readonly rules: string } {
  return { withheld: policy.withheldJobs, rules: compilePolicy(policy).key };
}

/**
 * What some logs say under a policy when every row is judged alone, as a Parquet file of four kinds of rows, each with
 * its `jobs` and `points`:
 *
 * - `tally`: all jobs by month, rule, trialing, wallet and, of credited ones, worker and model, of others `value`;
 * - `subscriber`: credited jobs by month, subscriber, network and `plan`, the number of the one that the row names;
 * - `told`: each job that a person is told of, by month, rule, `input`, `row` and `line`, `job_id` and `model_id`;
 * - `undated`: rows of logs in which none has a time, by `input`, rule, wallet and `value`: they are of no month.
 *
 * These are sums: to what is kept of some of the logs that of the others is added.
 */
export function usageAlone(
  picking: Picking,
  files: readonly JobLogFile[],
  { policy, key }: CompiledPolicy,
  factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>,
): Promise<string> {
  const { lake, derived } = picking;
  return covering(lake, derived, `usage-${key}`, files, async ({ path, fresh }) => {
    const facts = await factsOf(fresh);
    const jobs = jobsOfFacts(facts, policy.extensions);
    await lake.run(`CREATE OR REPLACE TEMP TABLE fresh_sums AS ${sumsAloneSql(jobs, policy)}`);
    await lake.run(`CREATE OR REPLACE TEMP TABLE fresh_told AS ${toldAloneSql(jobs, policy)}`);
    await withPickedRows(picking, fresh, 'SELECT file_index, row FROM fresh_told', (rows) =>
      lake.run(`CREATE OR REPLACE TEMP TABLE told_ids AS SELECT file_index, row, job_id FROM ${rows}`),
    );
    const parts = [TALLIES, SUBSCRIBERS, toldSql(fresh), withoutInstantSql(jobs, fresh)];
    const rows = parts.join('\nUNION ALL BY NAME ');
    return { sql: path === null ? rows : added(parquetSql([path]), rows) };
  });
}

/** Facts as the relation that is judged: whose job a row is of, is asked of the log where it matters. */
export function jobsOfFacts(files: readonly FactsFile[], extensions: ListExtensions): string {
  return jobsIn(factsSql(files), extensions);
}

/** The same of some rows of factsSql. */
export function jobsIn(facts: string, extensions: ListExtensions): string {
  return withStatuses(`(SELECT *, NULL::VARCHAR AS job_id, row AS row_key FROM ${facts})`, extensions);
}

function added(known: string, rows: string): string {
  return `SELECT * EXCLUDE (jobs, points), sum(jobs)::BIGINT AS jobs, sum(points) AS points
    FROM (FROM ${known} UNION ALL BY NAME (${rows})) GROUP BY ALL`;
}

/**
 * `fresh_sums`: what one reading of the facts adds up, in few columns, because comparing them is most of the work. `about`
 * holds month, rule and trialing; it is NULL where a job is summed by its `subscriber`.
 */
function sumsAloneSql(jobs: string, policy: UsagePolicy): string {
  return `
    SELECT about, wallet, network, nft, model, value, month_and_plan, subscriber, count(*) AS jobs, sum(points) AS points
    FROM (
      SELECT (month * ${RULES_AT_MOST} + coalesce(rule, ${CREDITED})) * 2 + trialing::INTEGER AS about, ${WORKER_SQL},
        CASE WHEN rule IS NULL THEN month * ${PLANS_AT_MOST} + ${PLAN} END AS month_and_plan,
        CASE WHEN rule IS NULL THEN subscriber_wallet END AS subscriber, points
      FROM ${judgedAlone(jobs, policy)})
    GROUP BY GROUPING SETS ((about, wallet, network, nft, model, value), (month_and_plan, network, subscriber))`;
}

/** The plan that a row names, by its number: 0 where it names none that the network has. What nearly all rows say is not folded. */
const PLAN = `CASE subscription_tier ${KNOWN_PLANS.map((plan, at) => `WHEN ${sqlText(plan)} THEN ${at + 1}`).join(' ')} ELSE
          coalesce(list_position([${KNOWN_PLANS.map(sqlText).join(', ')}], lower(trim(subscription_tier))), 0) END`;
const PLANS_AT_MOST = 8;

/** More than there are rules, and the number of a credited job among them. */
const RULES_AT_MOST = 64;
const CREDITED = RULES_AT_MOST - 1;

const ABOUT = `about // ${2 * RULES_AT_MOST} AS month, nullif(about // 2 % ${RULES_AT_MOST}, ${CREDITED}) AS rule`;

const TALLIES = `SELECT 'tally' AS kind, ${ABOUT}, about % 2 = 1 AS trialing, wallet, network, nft, model, value, jobs::BIGINT AS jobs, points
  FROM fresh_sums WHERE about IS NOT NULL`;

const SUBSCRIBERS = `SELECT 'subscriber' AS kind, month_and_plan // ${PLANS_AT_MOST} AS month, NULL::INTEGER AS rule, network, subscriber,
    month_and_plan % ${PLANS_AT_MOST} AS plan, jobs::BIGINT AS jobs, points
  FROM fresh_sums WHERE month_and_plan IS NOT NULL`;

/** `fresh_told`: only rows that may be meant are judged once more. */
function toldAloneSql(jobs: string, policy: UsagePolicy): string {
  const few = `(SELECT * FROM ${jobs} WHERE ${vendorModelSql(policy.excludedModels)} OR ${NO_SUBSCRIBER})`;
  return `SELECT file_index, row_key AS row, line_shift, month, rule, model_id, points
    FROM ${judgedAlone(few, policy)} WHERE rule IN (${TOLD_RULES})`;
}

function toldSql(files: readonly JobLogFile[]): string {
  return `SELECT 'told' AS kind, month, rule, ${inputSql(files)} AS input, row, row + 1 + line_shift AS line, job_id, model_id,
      1::BIGINT AS jobs, points
    FROM fresh_told JOIN told_ids USING (file_index, row)`;
}

/**
 * Rows that did not complete and carry no time: they fall in the month of their file's last completed row, or else last row;
 * those of a file in which no row has one in none.
 */
function withoutInstantSql(jobs: string, files: readonly JobLogFile[]): string {
  return `
    SELECT CASE WHEN month IS NULL THEN 'undated' ELSE 'tally' END AS kind, month,
      CASE WHEN month IS NULL THEN ${inputSql(files)} END AS input, rule,
      CASE WHEN month IS NOT NULL THEN false END AS trialing, wallet, value, jobs, points
    FROM (SELECT file_index, ${RULE_WITHOUT_INSTANT} AS rule, worker_wallet AS wallet, unknown_status AS value,
        count(*) AS jobs, sum(coalesce(render_spark, 0)) AS points
      FROM ${jobs} WHERE instant_ms IS NULL GROUP BY ALL)
    LEFT JOIN ${monthsOfFiles(jobs)} USING (file_index)`;
}

/** The month in which the rows without a time of each of some files fall; none of a file in which no row has one. */
export function monthsOfFiles(jobs: string): string {
  return `(SELECT file_index, ${monthSql('coalesce(max(instant_ms) FILTER (status_completed), max(instant_ms))')} AS month
    FROM ${jobs} WHERE instant_ms IS NOT NULL GROUP BY ALL)`;
}

/** The number of the rule that leaves such a row out. */
export const RULE_WITHOUT_INSTANT = `CASE WHEN unknown_status IS NULL THEN ${ruleOf('not-completed')} ELSE ${ruleOf('unknown-status')} END`;
