import type { Month } from '../core/month/month.ts';
import { compareText } from '../core/text/compare-text.ts';
import { JOB_EXCLUSION_RULES, type JobExclusionReason } from '../core/usage/exclusion-rules.ts';
import type { MonthWork } from '../core/usage/month-work.ts';
import { exactPoints, type Lake, type LakeRow } from './duckdb.ts';

/** The month's jobs by worker, by model and by reason, of each wallet; without late credits, which no row shows. */
export async function readWork(lake: Lake, month: Month): Promise<MonthWork> {
  const credited = `FROM tallies WHERE month = ${month} AND rule IS NULL GROUP BY ALL`;
  const sums = 'sum(jobs)::BIGINT AS jobs, sum(points) AS points';
  const workers = await lake.rows(`SELECT wallet, network, coalesce(nft, '') AS nft, ${sums} ${credited}`);
  const models = await lake.rows(`SELECT wallet, model, ${sums} ${credited}`);
  const excluded = await lake.rows(`
    SELECT wallet, rule, ${sums} FROM tallies
    WHERE month = ${month} AND rule IS NOT NULL AND wallet IS NOT NULL GROUP BY ALL`);
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
