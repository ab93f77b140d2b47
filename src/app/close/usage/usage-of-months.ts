import type { Policy } from '../../../config/policy.ts';
import type { Finding } from '../../../core/close/finding.ts';
import { firstOpenMonth } from '../../../core/close/prior-periods/closed-books.ts';
import { type FewerJobs, fewerJobsWarnings } from '../../../core/close/prior-periods/fewer-jobs.ts';
import {
  creditedLateJobs,
  type LateJobs,
  lateCredits,
  withLateJobs,
} from '../../../core/close/prior-periods/late-jobs.ts';
import type { PaidAccount } from '../../../core/close/warnings/paid-stretches.ts';
import { unpaidUse } from '../../../core/close/warnings/unpaid-use.ts';
import type { Warning } from '../../../core/close/warnings/warning.ts';
import { formatMicro } from '../../../core/money/micro.ts';
import { type Month, monthsFrom } from '../../../core/month/month.ts';
import { isSameUsageRules, type PolicyOverTime, rulesOf } from '../../../core/policy/dated-rules.ts';
import { countOf } from '../../../core/text/count-of.ts';
import type { LargestJob } from '../../../core/usage/largest-jobs.ts';
import type { MonthUsage, UsagePolicy } from '../../../core/usage/month-usage.ts';
import type { MonthWork } from '../../../core/usage/month-work.ts';
import type { RefundedJobs } from '../../../core/usage/refunded-jobs.ts';
import type { Signal } from '../../../core/usage/signals.ts';
import type { TwinLog } from '../../../core/usage/twin-log.ts';
import type { UndatedLogs } from '../../../lake/kept/undated-logs.ts';
import type { UnfinishedLog } from '../../../lake/kept/unfinished-logs.ts';
import { rowsOfFinalMonths } from '../../../store/months/final-small-rows.ts';
import { type Jobs, jobsOf, type UsageAndWork } from '../../books/logs/jobs.ts';
import type { CloseContext } from '../facts/close-context.ts';
import { findLateJobs } from './late-jobs.ts';

/** Usage of the open months up to a month, late jobs that a person credited included in the first of them. */
export interface OpenUsage {
  readonly months: readonly MonthUsage[];
  /** Late jobs of final months, decided or not. */
  readonly late: readonly LateJobs[];
  /** Jobs that final months credited and that are gone. */
  readonly fewer: readonly FewerJobs[];
  /** Rows of final months that need a person and came since. */
  readonly findings: readonly Finding[];
  /** Those late ones that a person credited, and the first month's own wallets without them. */
  readonly credited: readonly LateJobs[];
  readonly firstMonthOwn: MonthUsage['wallets'];
  /** The last month's jobs by worker, model and reason; its late credits included. */
  readonly work: MonthWork;
  /** Use in the last month that is worth a look. */
  readonly signals: readonly Signal[];
  /** The last month's credited jobs that another row says were refunded. */
  readonly refunded: RefundedJobs | null;
  /** The last month's largest jobs of the wallets with most points. */
  readonly largest: readonly LargestJob[];
  /** What of the last month's logs, and of final months' jobs since, is worth a look. */
  readonly warnings: readonly Warning[];
  /** The last month's own usage. */
  readonly lastMonthOwn: MonthUsage;
  /** What the last month's accounts did that no charge pays for, or a disputed one; and which of them have a wallet, null where nobody looked. */
  readonly useOfAccounts: (
    accounts: readonly PaidAccount[],
  ) => Promise<{ readonly unpaid: readonly Warning[]; readonly used: ReadonlySet<string> | null }>;
}

/** Counts the jobs of the open months up to the month (R11, R12), and what comes late of final ones (R16). */
export async function usageOfOpenMonths(context: CloseContext): Promise<OpenUsage> {
  const { workspace, policy, month, books, facts, decisions } = context;
  const policyOf = (of: Month): UsagePolicy => {
    const { excludedModels, trialJobs } = rulesOf(policy, of);
    const { walletLinks, participation } = facts;
    const extensions = policy.listExtensions;
    const withheldJobs = decisions.withheldJobs();
    return { excludedModels, extensions, trialJobs, walletLinks, participation, withheldJobs };
  };
  const open = monthsFrom(firstOpenMonth(books, policy.firstMonth), month);
  const jobs = await jobsOf(workspace, policy);
  const undated = await undatedLogs(context);
  const counted = await usageByRules(jobs, { policy, months: open, policyOf, undated });
  const { usages, work, signals, largest, twins, refunded } = supposed(counted, context);
  const { late, fewer, findings } = await findLateJobs(context, jobs, policyOf);
  const credited = creditedLateJobs(late, decisions);
  const [first, ...others] = usages;
  if (first === undefined) throw new Error('a month that is computed is open: at least its own usage is counted');
  return {
    months: [withLateJobs(first, credited), ...others],
    late,
    credited,
    firstMonthOwn: first.wallets,
    work: { ...work, late: others.length === 0 ? lateCredits(credited) : [] },
    signals,
    refunded,
    largest,
    warnings: [
      ...(await jobs.unfinishedLogs(month, undated)).map(warningOf),
      ...twins.map(twinWarning),
      ...(refunded === null ? [] : [refundedWarning(refunded)]),
      ...fewerJobsWarnings(fewer),
    ],
    fewer,
    findings,
    lastMonthOwn: others.at(-1) ?? first,
    useOfAccounts: async (accounts) => {
      const { unpaidJobs } = policy.look.thresholds;
      if (unpaidJobs === 0 || accounts.length === 0) return { unpaid: [], used: null };
      const names = accounts.map(({ account }) => account);
      const use = await jobs.useOfAccounts({ month, policy: policyOf(month), accounts: names });
      if (use === null) return { unpaid: [], used: null };
      return { unpaid: unpaidUse(accounts, use.days, unpaidJobs), used: use.withWallet };
    },
  };
}

/** The usage as the hypothesis has it, where there is one: who has no points has no work either. */
function supposed(counted: UsageAndWork, { hypothesis }: CloseContext): UsageAndWork {
  if (hypothesis?.usage === undefined) return counted;
  const usages = counted.usages.map(hypothesis.usage);
  const left = new Set(usages.at(-1)?.wallets.map(({ wallet }) => wallet));
  const { workers, models, excluded } = counted.work;
  const isLeft = ({ wallet }: { readonly wallet: string }): boolean => left.has(wallet);
  return { ...counted, usages, work: { workers: workers.filter(isLeft), models: models.filter(isLeft), excluded } };
}

/** Rows of logs in which none has a time are of no month: they are the first open one's, until a month that knew the log is final. */
async function undatedLogs({ db, books, policy }: CloseContext): Promise<UndatedLogs> {
  const settled = books.lastFinal === null ? [] : await rowsOfFinalMonths(db, 'job-log');
  return { month: firstOpenMonth(books, policy.firstMonth), settled: settled.map(({ row }) => row) };
}

/** Which months' jobs are counted, and how. */
interface Counting {
  readonly policy: Policy;
  readonly months: readonly Month[];
  readonly policyOf: (month: Month) => UsagePolicy;
  readonly undated: UndatedLogs;
}

/** Each month's usage by the rules in force in it (R14): months in a row with the same rules are counted together. */
async function usageByRules(jobs: Jobs, { policy, months, policyOf, undated }: Counting): Promise<UsageAndWork> {
  const stretches = sameRules(policy, months);
  const last = stretches.pop();
  const month = last?.at(-1);
  if (last === undefined || month === undefined) throw new Error('there is no month whose jobs could be counted');
  const before: MonthUsage[] = [];
  // One after another: each reading may use all of the machine.
  for (const stretch of stretches) {
    const [first] = stretch;
    if (first !== undefined) before.push(...(await jobs.usage(stretch, policyOf(first), undated)));
  }
  const own = await jobs.usageAndWork(last, policyOf(month), { ...policy.look, month }, undated);
  return { ...own, usages: [...before, ...own.usages] };
}

/** Months in a row under the same rules, in order. */
function sameRules(policy: PolicyOverTime, months: readonly Month[]): Month[][] {
  const stretches: Month[][] = [];
  for (const month of months) {
    const last = stretches.at(-1);
    const [first] = last ?? [];
    if (
      last === undefined ||
      first === undefined ||
      !isSameUsageRules(rulesOf(policy, first), rulesOf(policy, month))
    ) {
      stretches.push([month]);
    } else last.push(month);
  }
  return stretches;
}

function warningOf(log: UnfinishedLog): Warning {
  const what = `the job log ends inside its last line, ${log.line}`;
  return { code: 'unfinished-log', provider: '', subject: '', amount: null, what, source: log };
}

function twinWarning({ looked, twins, points, source }: TwinLog): Warning {
  const what = `of ${countOf(looked, 'job')} that were looked at, ${twins} (${formatMicro(points)} Spark) say the same as jobs of other logs under other ids`;
  return { code: 'twin-log', provider: '', subject: '', amount: null, what, source };
}

function refundedWarning({ jobs, points, jobId, source }: RefundedJobs): Warning {
  const what = `of ${countOf(jobs, 'credited job')} (${formatMicro(points)} Spark) other rows say that they were refunded since; the first is ${jobId}`;
  return { code: 'refunded-after', provider: '', subject: '', amount: null, what, source };
}
