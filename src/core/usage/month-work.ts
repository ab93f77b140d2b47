import type { MicroSpark } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import type { WalletPoints } from '../pool/split.ts';
import { compareText } from '../text/compare-text.ts';
import type { Category } from './categories.ts';
import type { JobExclusionReason } from './exclusion-rules.ts';

/**
 * What a worker machine was credited in a month. On the fast network a worker is an NFT; on the others it is the
 * wallet's address, and there is one row a wallet and network.
 */
export interface WorkerPoints {
  /** Lower case. */
  readonly wallet: string;
  /** The network as the job log names it, in lower case: fast, mac, relaxed; empty when the log does not say. */
  readonly network: string;
  /** Of a fast worker, when the log names it; otherwise empty. */
  readonly nft: string;
  readonly jobs: number;
  readonly points: MicroSpark;
  /** The points by category: they sum to them. Absent where it is not known, as of what was read back from a report. */
  readonly byCategory?: PointsByCategory;
}

export type PointsByCategory = Readonly<Record<Category, MicroSpark>>;

/** What a wallet was credited for one model. */
export interface ModelPoints {
  readonly wallet: string;
  /** Lower case. */
  readonly model: string;
  /** Absent in reports of earlier versions. */
  readonly category?: Category;
  readonly jobs: number;
  readonly points: MicroSpark;
}

/** What of a wallet's own jobs was left out, by reason (R11). */
export interface WalletExclusion {
  readonly wallet: string;
  readonly reason: JobExclusionReason;
  readonly jobs: number;
  readonly points: MicroSpark;
}

/** Points of a wallet for jobs of a month, whichever month credits them (R16). */
export interface PointsOfMonth extends WalletPoints {
  readonly originalMonth: Month;
}

/**
 * One month's jobs from the side of those who did them. Of each wallet the workers and late credits sum to its credited
 * jobs and points, and so do the models and late credits. Every list is sorted by its key, wallet first.
 */
export interface MonthWork {
  readonly workers: readonly WorkerPoints[];
  readonly models: readonly ModelPoints[];
  readonly excluded: readonly WalletExclusion[];
  /** Late jobs of earlier, final months that a person credited in this one (R16): known by wallet only. */
  readonly late: readonly PointsOfMonth[];
}

/** What a month's own jobs come to; late credits are added where they are credited. */
export type OwnWork = Omit<MonthWork, 'late'>;

export const NO_WORK: OwnWork = { workers: [], models: [], excluded: [] };

/** Each list by its key, wallet first, by code unit: where the rows came from decides nothing. */
export function sortedWork({ workers, models, excluded }: OwnWork): OwnWork {
  return {
    workers: workers.toSorted(
      (a, b) => compareText(a.wallet, b.wallet) || compareText(a.network, b.network) || compareText(a.nft, b.nft),
    ),
    models: models.toSorted((a, b) => compareText(a.wallet, b.wallet) || compareText(a.model, b.model)),
    excluded: excluded.toSorted((a, b) => compareText(a.wallet, b.wallet) || compareText(a.reason, b.reason)),
  };
}
