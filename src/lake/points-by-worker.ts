import type { Month } from '../core/month/month.ts';
import { JOB_EXCLUSION_RULES, type JobExclusionReason } from '../core/usage/exclusion-rules.ts';
import { type OwnWork, sortedWork } from '../core/usage/month-work.ts';
import { exactPoints, type Lake, type LakeRow } from './duckdb.ts';

/** The month's jobs by worker, by model and by reason, of each wallet; without late credits, which no row shows. */
export async function readWork(lake: Lake, month: Month): Promise<OwnWork> {
  const credited = `FROM tallies WHERE month = ${month} AND rule IS NULL GROUP BY ALL`;
  const sums = 'sum(jobs)::BIGINT AS jobs, sum(points) AS points';
  const workers = await lake.rows(`SELECT wallet, network, nft, ${sums} ${credited}`);
  const models = await lake.rows(`SELECT wallet, model, ${sums} ${credited}`);
  const excluded = await lake.rows(`
    SELECT wallet, rule, ${sums} FROM tallies
    WHERE month = ${month} AND rule IS NOT NULL AND wallet IS NOT NULL GROUP BY ALL`);
  return sortedWork({
    workers: workers.map((row) => {
      return { wallet: text(row.wallet), network: text(row.network), nft: text(row.nft), ...sumsOf(row) };
    }),
    models: models.map((row) => ({ wallet: text(row.wallet), model: text(row.model), ...sumsOf(row) })),
    excluded: excluded.map((row) => ({ wallet: text(row.wallet), reason: reasonOf(row), ...sumsOf(row) })),
  });
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
