import { compareAmounts } from '../money/compare-amounts.ts';
import { cumulativeParts, partAt } from '../money/proportion.ts';
import { formatMonth } from '../month/month.ts';
import type { EarnedPart } from '../pool/split.ts';
import { compareText } from '../text/compare-text.ts';
import type { MonthWork, WorkerPoints } from './month-work.ts';

/** A worker with its part of what its wallet earned, micro-dollars. */
export interface EarningWorker extends WorkerPoints {
  readonly earned: bigint;
}

/** A worker in its place: equal points share a rank. */
export interface RankedWorker {
  readonly rank: number;
  readonly worker: EarningWorker;
}

/** The network of rows that stand for late jobs of an earlier month; `nft` is that month. */
export const LATE = 'late';

/**
 * The workers of each wallet with what they earned: the wallet's earned amount divided by points, cumulatively (R2) and
 * in the order of network and NFT, late credits last. So the workers of a wallet sum to its figures exactly.
 */
export function earningWorkers(parts: readonly EarnedPart[], work: MonthWork): Map<string, EarningWorker[]> {
  const earning = new Map<string, (WorkerPoints & { earned: bigint })[]>(parts.map(({ wallet }) => [wallet, []]));
  for (const worker of work.workers) earning.get(worker.wallet)?.push({ ...worker, earned: 0n });
  for (const { wallet, originalMonth, jobs, points } of work.late) {
    earning.get(wallet)?.push({ wallet, network: LATE, nft: formatMonth(originalMonth), jobs, points, earned: 0n });
  }
  for (const { wallet, earned, points } of parts) {
    const own = earning.get(wallet) ?? [];
    const weights = own.map((worker) => worker.points);
    if (weights.reduce((sum, weight) => sum + weight, 0n) !== points) {
      throw new Error(`the workers of ${wallet} do not sum to its ${points} micro-Spark`);
    }
    if (points === 0n) continue;
    const amounts = cumulativeParts(earned, weights);
    for (const [at, worker] of own.entries()) worker.earned = partAt(amounts, at);
  }
  return earning;
}

/** All workers of a month with their ranks, most points first; ties by wallet, network and NFT. */
export function* leaderboard(earning: ReadonlyMap<string, readonly EarningWorker[]>): Generator<RankedWorker> {
  const workers: EarningWorker[] = [];
  for (const own of earning.values()) for (const worker of own) workers.push(worker);
  workers.sort(byPoints);
  let rank = 0;
  let place = 0;
  let before = -1n;
  for (const worker of workers) {
    place += 1;
    if (worker.points !== before) rank = place;
    before = worker.points;
    yield { rank, worker };
  }
}

function byPoints(a: EarningWorker, b: EarningWorker): number {
  return (
    compareAmounts(b.points, a.points) ||
    compareText(a.wallet, b.wallet) ||
    compareText(a.network, b.network) ||
    compareText(a.nft, b.nft)
  );
}
