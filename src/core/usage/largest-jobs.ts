import { compareAmounts } from '../money/compare-amounts.ts';
import type { MicroSpark } from '../money/micro.ts';
import type { SourceLine } from '../revenue/provider.ts';
import { compareText } from '../text/compare-text.ts';

/** Of so many wallets, those with most points, jobs are named one by one where a whole month is shown. */
export const WALLETS_WITH_JOBS = 100;
/** So many of a wallet's credited jobs are named, those of most points. */
export const JOBS_PER_WALLET = 12;

/** One of a wallet's largest credited jobs in a month, with its row in the job log. */
export interface LargestJob {
  /** Lower case. */
  readonly wallet: string;
  readonly jobId: string;
  /** Lower case. */
  readonly model: string;
  readonly points: MicroSpark;
  readonly source: SourceLine;
}

/** The wallets whose jobs are named: most points first, equal ones by address. Lower case. */
export function walletsWithJobs(
  wallets: readonly { readonly wallet: string; readonly points: MicroSpark }[],
): string[] {
  return [...wallets]
    .sort((a, b) => compareAmounts(b.points, a.points) || compareText(a.wallet, b.wallet))
    .slice(0, WALLETS_WITH_JOBS)
    .map(({ wallet }) => wallet);
}
