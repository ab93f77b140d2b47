import type { DuckDBValue } from '@duckdb/node-api';
import type { Month } from '../core/month/month.ts';
import { JOB_EXCLUSION_RULES, type JobExclusionReason } from '../core/usage/exclusion-rules.ts';
import { type OwnWork, sortedWork } from '../core/usage/month-work.ts';
import { type Lake, wholePoints } from './duckdb.ts';

/**
 * The month's jobs by worker, by model and by reason, of each wallet; without late credits, which no row shows. DuckDB
 * sorts them, on every core: `sortedWork`, whose order is the one that counts, then finds next to nothing to do.
 */
export async function readWork(lake: Lake, month: Month): Promise<OwnWork> {
  const credited = `FROM tallies WHERE month = ${month} AND rule IS NULL GROUP BY ALL ORDER BY ALL`;
  const sums = 'sum(jobs)::BIGINT AS jobs, sum(points) AS points';
  const [worker = [], network = [], nft = [], ...ofWorkers] = await lake.columns(
    `SELECT wallet, network, nft, ${sums} ${credited}`,
  );
  const [wallet = [], model = [], ...ofModels] = await lake.columns(`SELECT wallet, model, ${sums} ${credited}`);
  const [owner = [], rule = [], ...ofRules] = await lake.columns(`
    SELECT wallet, rule, ${sums} FROM tallies
    WHERE month = ${month} AND rule IS NOT NULL AND wallet IS NOT NULL GROUP BY ALL ORDER BY ALL`);
  return sortedWork({
    workers: worker.map((each, at) => {
      return { wallet: text(each), network: text(network[at]), nft: text(nft[at]), ...sumsOf(ofWorkers, at) };
    }),
    models: wallet.map((each, at) => ({ wallet: text(each), model: text(model[at]), ...sumsOf(ofModels, at) })),
    excluded: owner.map((each, at) => ({ wallet: text(each), reason: reasonOf(rule[at]), ...sumsOf(ofRules, at) })),
  });
}

function sumsOf(
  [jobs = [], points = []]: readonly (readonly DuckDBValue[])[],
  at: number,
): { jobs: number; points: bigint } {
  return { jobs: Number(jobs[at]), points: wholePoints(points[at]) };
}

function reasonOf(number: DuckDBValue | undefined): JobExclusionReason {
  const rule = JOB_EXCLUSION_RULES[Number(number)];
  if (rule === undefined) throw new Error(`no rule has the number ${number}`);
  return rule.reason;
}

function text(value: DuckDBValue | undefined): string {
  return String(value ?? '');
}
