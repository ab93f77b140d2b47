import type { DuckDBValue } from '@duckdb/node-api';
import type { Month } from '../core/month/month.ts';
import { reasonOfRule } from '../core/usage/exclusion-rules.ts';
import {
  type ModelPoints,
  type OwnWork,
  sortedWork,
  type WalletExclusion,
  type WorkerPoints,
} from '../core/usage/month-work.ts';
import { type Lake, wholePoints } from './duckdb.ts';

/**
 * The month's jobs by worker, by model and by reason, of each wallet; without late credits, which no row shows. DuckDB
 * sorts them, on every core: `sortedWork`, whose order is the one that counts, then finds next to nothing to do.
 */
export async function readWork(lake: Lake, month: Month): Promise<OwnWork> {
  const credited = `FROM tallies WHERE month = ${month} AND rule IS NULL GROUP BY ALL ORDER BY ALL`;
  const sums = 'sum(jobs)::BIGINT AS jobs, sum(points) AS points';
  const workers = workersOf(await lake.columns(`SELECT wallet, network, nft, ${sums} ${credited}`));
  const models = modelsOf(await lake.columns(`SELECT wallet, model, ${sums} ${credited}`));
  const excluded = excludedOf(
    await lake.columns(`
      SELECT wallet, rule, ${sums} FROM tallies
      WHERE month = ${month} AND rule IS NOT NULL AND wallet IS NOT NULL GROUP BY ALL ORDER BY ALL`),
  );
  return sortedWork({ workers, models, excluded });
}

type Columns = readonly (readonly DuckDBValue[])[];

function workersOf([wallets = [], networks = [], nfts = [], jobs = [], points = []]: Columns): WorkerPoints[] {
  return wallets.map((wallet, at) => ({
    wallet: text(wallet),
    network: text(networks[at]),
    nft: text(nfts[at]),
    jobs: Number(jobs[at]),
    points: wholePoints(points[at]),
  }));
}

function modelsOf([wallets = [], models = [], jobs = [], points = []]: Columns): ModelPoints[] {
  return wallets.map((wallet, at) => {
    return { wallet: text(wallet), model: text(models[at]), jobs: Number(jobs[at]), points: wholePoints(points[at]) };
  });
}

function excludedOf([wallets = [], rules = [], jobs = [], points = []]: Columns): WalletExclusion[] {
  return wallets.map((wallet, at) => {
    return {
      wallet: text(wallet),
      reason: reasonOfRule(Number(rules[at])),
      jobs: Number(jobs[at]),
      points: wholePoints(points[at]),
    };
  });
}

function text(value: DuckDBValue | undefined): string {
  return String(value ?? '');
}
