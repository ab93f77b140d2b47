import { formatMicro, type MicroSpark, microFromText } from '../../money/micro.ts';
import { formatMonth, type Month } from '../../month/month.ts';
import type { WalletPoints } from '../../pool/split.ts';
import { compareText } from '../../text/compare-text.ts';
import type { MonthUsage } from '../../usage/month-usage.ts';
import type { PointsOfMonth } from '../../usage/month-work.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { DecisionBook } from '../decision.ts';
import type { Finding } from '../finding.ts';

/** Jobs of a final month that were not known when it became final: one entry per month and wallet. */
export interface LateJobs extends WalletPoints {
  /** The final month that the jobs belong to. */
  readonly month: Month;
  /** All that the wallet is now seen to have been due for the month, what was credited before included. */
  readonly seen: { readonly jobs: number; readonly points: MicroSpark };
  /** Names month, wallet, jobs and points, and which time it is: more late jobs need a decision of their own. */
  readonly subject: string;
}

/**
 * R16: what the job logs now say of a final month, against what was credited for it and what a person left out for good.
 *
 * @param now the month's usage by the links and participation that it used
 * @param credited what final months credited for the month, by wallet
 */
export function lateJobsOf(
  month: Month,
  now: readonly WalletPoints[],
  credited: ReadonlyMap<string, WalletPoints>,
  decisions: DecisionBook,
): LateJobs[] {
  return now.flatMap(({ wallet, jobs, points }) => {
    const before = credited.get(wallet) ?? { jobs: 0, points: 0n };
    const settled = settledLeftOut(decisions, month, wallet);
    const morePoints = points - before.points - settled.points;
    const moreJobs = Math.max(jobs - before.jobs - settled.jobs, 0);
    // A job of 0 Spark moves no money, and is late like any other.
    if (morePoints < 0n || (morePoints === 0n && moreJobs === 0)) return [];
    const subject = unsettledSubject(decisions, month, wallet, `${moreJobs} ${formatMicro(morePoints)}`);
    return [{ month, wallet, jobs: moreJobs, points: morePoints, seen: { jobs, points }, subject }];
  });
}

/** What a person left out for good: a later credit is not about these any more. */
function settledLeftOut(decisions: DecisionBook, month: Month, wallet: string): { jobs: number; points: MicroSpark } {
  const start = subjectStart(month, wallet);
  const settled = decisions.all.filter(({ code, subject, decision, finalMonth }) => {
    return code === 'late-jobs' && decision === 'leave-out' && finalMonth !== null && subject.startsWith(start);
  });
  return settled.reduce(
    (sum, { subject }) => {
      const [jobs = '', amount = ''] = subject.slice(start.length).split(' ');
      return { jobs: sum.jobs + Number(jobs), points: sum.points + microFromText(amount) };
    },
    { jobs: 0, points: 0n },
  );
}

/** As many jobs of as many points may come late once more: what a final month settled is not about these. */
function unsettledSubject(decisions: DecisionBook, month: Month, wallet: string, amount: string): string {
  const plain = `${subjectStart(month, wallet)}${amount}`;
  for (let time = 1; ; time += 1) {
    const subject = time === 1 ? plain : `${plain} (${time})`;
    if ((decisions.on('late-jobs', subject, month)?.finalMonth ?? null) === null) return subject;
  }
}

function subjectStart(month: Month, wallet: string): string {
  return `${formatMonth(month)} ${checksumAddress(wallet)} `;
}

/** The exception of late jobs: a person credits them to the first open month, or leaves them out. */
export function lateJobsFinding({ month, wallet, jobs, points, subject }: LateJobs): Finding {
  // As many as were credited, and worth more: another copy of one counts now, or one is gone and another came.
  const more =
    jobs === 0
      ? `no more jobs of ${formatMonth(month)} than were credited, and ${formatMicro(points)} Spark more`
      : `${jobs} late job(s) of ${formatMonth(month)}, ${formatMicro(points)} Spark`;
  const what = `${more}, by ${checksumAddress(wallet)}`;
  const amount = { micro: points, unit: 'Spark' };
  return { code: 'late-jobs', subject, month, what, source: null, cause: formatMonth(month), amount };
}

/** Those that a person credited. */
export function creditedLateJobs(late: readonly LateJobs[], decisions: DecisionBook): LateJobs[] {
  return late.filter(({ month, subject }) => decisions.on('late-jobs', subject, month)?.decision === 'credit');
}

/** The usage of the month in which late jobs are credited: there they count like its own (R16). */
export function withLateJobs(usage: MonthUsage, credited: readonly LateJobs[]): MonthUsage {
  const wallets = new Map(usage.wallets.map((each) => [each.wallet, each]));
  for (const { wallet, jobs, points } of credited) {
    const before = wallets.get(wallet);
    wallets.set(wallet, { wallet, jobs: (before?.jobs ?? 0) + jobs, points: (before?.points ?? 0n) + points });
  }
  return { ...usage, wallets: [...wallets.values()].sort((a, b) => compareText(a.wallet, b.wallet)) };
}

/** Credited late jobs as the month's work lists them. */
export function lateCredits(credited: readonly LateJobs[]): PointsOfMonth[] {
  return credited
    .map(({ wallet, month, jobs, points }) => ({ wallet, originalMonth: month, jobs, points }))
    .sort((a, b) => compareText(a.wallet, b.wallet) || a.originalMonth - b.originalMonth);
}
