import type { Month } from '../core/month/month.ts';
import { compareText } from '../core/text/compare-text.ts';
import { JOB_EXCLUSION_RULES, type JobExclusionReason } from '../core/usage/exclusion-rules.ts';
import type { MonthWork } from '../core/usage/month-work.ts';
import { ruleOf } from './compile-rules.ts';
import { exactPoints, type Lake, type LakeRow } from './duckdb.ts';

/**
 * One pass over the judged rows, as the table `tallies`: month, rule, trialing and the credited wallet; of one month
 * also the worker, the model, and the wallet of what is left out. Sums are DECIMAL(38,6): exact (R2).
 */
export async function createTallies(lake: Lake, workOf: Month | null): Promise<void> {
  const detailed = workOf === null ? 'false' : `month = ${workOf}`;
  const credited = `rule IS NULL AND ${detailed}`;
  await lake.run(`
    CREATE TEMP TABLE tallies AS
    SELECT month, rule, trialing,
      CASE WHEN rule IS NULL OR ${detailed} THEN worker_wallet END AS wallet,
      CASE WHEN ${credited} THEN coalesce(lower(worker_type), '') END AS network,
      CASE WHEN ${credited} AND lower(worker_type) = 'fast' THEN coalesce(worker_nft_id, '') END AS nft,
      CASE WHEN ${credited} THEN model_id END AS model,
      count(*) AS jobs, sum(points) AS points
    FROM judged GROUP BY ALL`);
}

/** The month's jobs by worker, by model and by reason, of each wallet; without late credits, which no row shows. */
export async function readWork(lake: Lake, month: Month): Promise<MonthWork> {
  const credited = `FROM tallies WHERE month = ${month} AND rule IS NULL GROUP BY ALL`;
  const sums = 'sum(jobs)::BIGINT AS jobs, sum(points) AS points';
  const workers = await lake.rows(`SELECT wallet, network, coalesce(nft, '') AS nft, ${sums} ${credited}`);
  const models = await lake.rows(`SELECT wallet, model, ${sums} ${credited}`);
  const excluded = await lake.rows(`
    SELECT wallet, rule, ${sums} FROM (
      SELECT wallet, rule, jobs, points FROM tallies WHERE month = ${month} AND rule IS NOT NULL
      UNION ALL SELECT worker_wallet, ${ruleOf('not-completed')}, jobs, points FROM without_instant WHERE month = ${month})
    WHERE wallet IS NOT NULL GROUP BY ALL`);
  return {
    workers: workers
      .map((row) => ({ wallet: text(row.wallet), network: text(row.network), nft: text(row.nft), ...sumsOf(row) }))
      .sort((a, b) => inOrder([a.wallet, a.network, a.nft], [b.wallet, b.network, b.nft])),
    models: models
      .map((row) => ({ wallet: text(row.wallet), model: text(row.model), ...sumsOf(row) }))
      .sort((a, b) => inOrder([a.wallet, a.model], [b.wallet, b.model])),
    excluded: excluded
      .map((row) => ({ wallet: text(row.wallet), reason: reasonOf(row), ...sumsOf(row) }))
      .sort((a, b) => inOrder([a.wallet, a.reason], [b.wallet, b.reason])),
    late: [],
  };
}

function sumsOf(row: LakeRow): { jobs: number; points: bigint } {
  return { jobs: Number(row.jobs), points: exactPoints(row.points) };
}

function reasonOf(row: LakeRow): JobExclusionReason {
  const rule = JOB_EXCLUSION_RULES[Number(row.rule)];
  if (rule === undefined) throw new Error(`no rule has the number ${row.rule}`);
  return rule.reason;
}

function text(value: LakeRow[string] | undefined): string {
  return String(value ?? '');
}

/** Key by key, by code unit. */
function inOrder(one: readonly string[], other: readonly string[]): number {
  for (const [index, key] of one.entries()) {
    const order = compareText(key, other[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}
