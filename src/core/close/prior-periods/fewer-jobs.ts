import { formatMicro, type MicroSpark } from '../../money/micro.ts';
import { formatMonth, type Month } from '../../month/month.ts';
import type { WalletPoints } from '../../pool/split.ts';
import type { Warning } from '../warnings/warning.ts';

/** Jobs of a final month that were credited and that the jobs do not say any more, by month and wallet. */
export interface FewerJobs extends WalletPoints {
  /** The final month that the jobs belong to. */
  readonly month: Month;
  /** All that the wallet is now seen to have been due for the month. */
  readonly seen: { readonly jobs: number; readonly points: MicroSpark };
}

/**
 * R16: what was credited for a final month beyond what its jobs say now. Late jobs are the other way round; of these nothing
 * is taken back.
 *
 * @param now the month's usage by the links and participation that it used
 * @param credited what final months credited for the month, by wallet
 */
export function fewerJobsOf(month: Month, now: readonly WalletPoints[], credited: Iterable<WalletPoints>): FewerJobs[] {
  const known = new Map(now.map((each) => [each.wallet, each]));
  return [...credited].flatMap(({ wallet, ...before }) => {
    const { jobs, points } = known.get(wallet) ?? { jobs: 0, points: 0n };
    const gone = { jobs: Math.max(before.jobs - jobs, 0), points: before.points - points };
    // A job of 0 Spark moved no money, and is gone like any other.
    if (gone.points < 0n || (gone.points === 0n && gone.jobs === 0)) return [];
    return [{ month, wallet, ...gone, seen: { jobs, points } }];
  });
}

/** A warning for each final month. */
export function fewerJobsWarnings(fewer: readonly FewerJobs[]): Warning[] {
  return [...new Set(fewer.map(({ month }) => month))].map((month) => {
    const own = fewer.filter((each) => each.month === month);
    const jobs = own.reduce((sum, each) => sum + each.jobs, 0);
    const points = own.reduce((sum, each) => sum + each.points, 0n);
    const subject = formatMonth(month);
    const what = `${subject} credited ${jobs} job(s), ${formatMicro(points)} Spark more than its jobs say now, to ${own.length} wallet(s)`;
    return { code: 'fewer-jobs', provider: '', subject, amount: null, what, source: null };
  });
}
