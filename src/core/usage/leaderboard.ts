import { cumulativeParts } from '../money/proportion.ts';
import type { EarnedPart } from '../pool/split.ts';
import { compareText } from '../text/compare-text.ts';
import type { MonthWork, WorkerPoints } from './month-work.ts';

/** A worker with its part of what its wallet earned, micro-dollars. */
export interface EarningWorker extends WorkerPoints {
  readonly earned: bigint;
}

/** A worker in its place: equal points share a rank. */
export interface RankedWorker extends EarningWorker {
  readonly rank: number;
}

/** The network of rows that stand for late jobs of an earlier month; `nft` is that month. */
export const LATE = 'late';

/**
 * The workers of each wallet with what they earned: the wallet's earned amount divided by points, cumulatively (R2) and
 * in the order of network and NFT, late credits last. So the workers of a wallet sum to its figures exactly.
 */
export function earningWorkers(parts: readonly EarnedPart[], work: MonthWork): Map<string, EarningWorker[]> {
  const byWallet = new Map<string, WorkerPoints[]>(parts.map(({ wallet }) => [wallet, []]));
  for (const worker of work.workers) byWallet.get(worker.wallet)?.push(worker);
  for (const { originalMonth, ...credit } of work.late) {
    byWallet.get(credit.wallet)?.push({ ...credit, network: LATE, nft: originalMonth });
  }
  return new Map(
    parts.map(({ wallet, earned, points }) => {
      const own = byWallet.get(wallet) ?? [];
      if (own.reduce((sum, worker) => sum + worker.points, 0n) !== points) {
        throw new Error(`the workers of ${wallet} do not sum to its ${points} micro-Spark`);
      }
      const amounts =
        points === 0n
          ? own.map(() => 0n)
          : cumulativeParts(
              earned,
              own.map((worker) => worker.points),
            );
      return [wallet, own.map((worker, at) => ({ ...worker, earned: amounts[at] ?? 0n }))];
    }),
  );
}

/** All workers of a month with their ranks, most points first; ties by wallet, network and NFT. */
export function* leaderboard(earning: ReadonlyMap<string, readonly EarningWorker[]>): Generator<RankedWorker> {
  const workers = [...earning.values()].flat().sort(byPoints);
  let [rank, before] = [0, -1n];
  for (const [at, worker] of workers.entries()) {
    if (worker.points !== before) rank = at + 1;
    before = worker.points;
    yield { ...worker, rank };
  }
}

function byPoints(a: EarningWorker, b: EarningWorker): number {
  if (a.points !== b.points) return a.points > b.points ? -1 : 1;
  return compareText(a.wallet, b.wallet) || compareText(a.network, b.network) || compareText(a.nft, b.nft);
}
