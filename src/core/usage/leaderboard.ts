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

/** All workers of a month, most points first; ties by wallet, network and NFT. */
export function leaderboard(parts: readonly EarnedPart[], work: MonthWork): RankedWorker[] {
  const workers = [...earningWorkers(parts, work).values()].flat();
  workers.sort(
    (a, b) =>
      (a.points > b.points ? -1 : a.points < b.points ? 1 : 0) ||
      compareText(a.wallet, b.wallet) ||
      compareText(a.network, b.network) ||
      compareText(a.nft, b.nft),
  );
  let rank = 0;
  return workers.map((worker, at) => {
    if (workers[at - 1]?.points !== worker.points) rank = at + 1;
    return { ...worker, rank };
  });
}
