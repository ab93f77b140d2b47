import type { Month } from '../../core/month/month.ts';
import type { AskedJob, JobQuestion } from '../../core/usage/asked-job.ts';
import { reasonOfRule } from '../../core/usage/exclusion-rules.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { exactPoints, type LakeRow, type LakeValue, sqlText } from '../engine/duckdb.ts';
import { type FactsFile, factsSql } from '../kept/file-facts.ts';
import { inputSql, ROWS_PER_FILE } from '../kept/jobs-view.ts';
import { placedSql } from '../kept/log-rows.ts';
import { withPickedRows } from '../kept/picked-rows.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { ruleOf } from '../usage/compile-rules.ts';
import { judgedAlone } from '../usage/judged-jobs.ts';
import { jobsOfFacts, RULE_WITHOUT_INSTANT } from '../usage/usage-alone.ts';
import { WORKER } from '../usage/worker-sql.ts';
import { judgedRows, keyedRows, type LogsQuery, withExaminedLogs } from './examined-logs.ts';

/** The rows behind a question about jobs, among all logs that the month is computed from. */
export interface AskedJobsQuery extends LogsQuery {
  readonly asked: JobQuestion;
}

/**
 * The rows of the job logs that a question is about, each with its place and the reason that leaves it out (R11, R12): as
 * they are counted, so repeated and withheld jobs are judged together with all their copies. By input and line.
 */
export async function askedJobs(query: AskedJobsQuery): Promise<AskedJob[]> {
  const { policy, asked } = query;
  if (query.files.length === 0) return [];
  return withExaminedLogs(query, async ({ lake, picking, files, factsOf }) => {
    const places = await placesOf(asked, { files, policy, factsOf });
    const rows = await withPickedRows(picking, files, places, (found) => {
      const timed = judgedRows(found, policy);
      const all = 'month' in asked ? timed : `(FROM ${timed} UNION ALL BY NAME ${withoutInstant(found, policy)})`;
      return lake.rows(`
        SELECT ${inputSql(files)} AS input, ${LINE} AS line, ${WORKER.network} AS network, ${WORKER.nft} AS nft, * FROM ${all}
        WHERE ${conditionOf(asked, files)} ORDER BY input, line ${asked.by === 'reason' ? `LIMIT ${asked.most}` : ''}`);
    });
    return rows.map(jobIn);
  });
}

/** What the places of rows are looked for in. */
interface Looking {
  /** In input order. */
  readonly files: readonly JobLogFile[];
  readonly policy: UsagePolicy;
  readonly factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>;
}

/** SQL of the places of the rows that a question is about: the facts tell them where they can, else one column of the logs. */
async function placesOf(asked: JobQuestion, { files, policy, factsOf }: Looking): Promise<string> {
  if (asked.by === 'job')
    return `SELECT file_index, row FROM ${placedSql(files)} WHERE job_id = ${sqlText(asked.jobId)}`;
  if (asked.by === 'wallet')
    return `SELECT file_index, row FROM ${factsSql(await factsOf(files))} WHERE worker_wallet = ${sqlText(asked.wallet.toLowerCase())}`;
  if (asked.by === 'reason') {
    const alone = judgedAlone(jobsOfFacts(await factsOf(files), policy.extensions), policy);
    const left = `rule = ${ruleOf(asked.reason)} AND month = ${asked.month}`;
    return `
      SELECT file_index, row_key AS row FROM ${alone}
      WHERE ${left} AND file_index * ${ROWS_PER_FILE} + row_key NOT IN (SELECT row_key FROM jobs)
      UNION ALL SELECT file_index, row_key % ${ROWS_PER_FILE} AS row FROM judged WHERE ${left}
      ORDER BY file_index, row LIMIT ${asked.most}`;
  }
  const at = files.findIndex(({ sha256 }) => sha256 === asked.input);
  const own = files[at];
  if (own === undefined) return 'SELECT 0 AS file_index, 0 AS row WHERE false';
  return `SELECT ${at} AS file_index, row FROM ${placedSql([own])} WHERE row + 1 + line_shift = ${asked.line}`;
}

/** Rows without a time are in no month. */
function withoutInstant(rows: string, policy: UsagePolicy): string {
  return `SELECT *, coalesce(render_spark, 0) AS points, ${RULE_WITHOUT_INSTANT} AS rule FROM ${keyedRows(rows, policy)} WHERE instant_ms IS NULL`;
}

/** Of a row, in its log. */
const LINE = `row_key % ${ROWS_PER_FILE} + 1 + line_shift`;

function conditionOf(asked: JobQuestion, files: readonly JobLogFile[]): string {
  if (asked.by === 'job') return `job_id = ${sqlText(asked.jobId)}`;
  if (asked.by === 'wallet') return `worker_wallet = ${sqlText(asked.wallet.toLowerCase())} AND month = ${asked.month}`;
  if (asked.by === 'reason') return `rule = ${ruleOf(asked.reason)} AND month = ${asked.month}`;
  return `${inputSql(files)} = ${sqlText(asked.input)} AND ${LINE} = ${asked.line}`;
}

function jobIn(row: LakeRow): AskedJob {
  return {
    source: { input: String(row.input), line: Number(row.line) },
    jobId: String(row.job_id),
    atMs: row.instant_ms === null ? null : Number(row.instant_ms),
    month: row.month === null ? null : (Number(row.month) as Month),
    worker: textIn(row.worker_wallet),
    subscriber: textIn(row.subscriber_wallet),
    network: textIn(row.network),
    nft: textIn(row.nft),
    model: textIn(row.model_id),
    paymentModel: textIn(row.payment_model),
    points: exactPoints(row.points),
    reason: row.rule === null ? null : reasonOfRule(Number(row.rule)),
  };
}

function textIn(value: LakeValue | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}
