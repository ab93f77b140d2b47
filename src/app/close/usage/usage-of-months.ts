import type { Policy } from '../../../config/policy.ts';
import { type ClosedBooks, firstOpenMonth } from '../../../core/close/closed-books.ts';
import type { DecisionBook } from '../../../core/close/decision.ts';
import type { Finding } from '../../../core/close/finding.ts';
import { type Month, monthsFrom, parseMonth } from '../../../core/month/month.ts';
import { compareText } from '../../../core/text/compare-text.ts';
import { type AbuseSignal, abuseSignals, type MonthUse } from '../../../core/usage/abuse-signals.ts';
import type { MonthUsage, UsagePolicy } from '../../../core/usage/month-usage.ts';
import { type MonthWork, NO_WORK } from '../../../core/usage/month-work.ts';
import { queryUsage, queryUsageAndWork, type UsageQuery } from '../../../lake/points-query.ts';
import { listImports } from '../../../store/imports.ts';
import { lakeFile } from '../../books/data-directory.ts';
import type { Workspace } from '../../books/workspace.ts';
import type { SmallFacts } from '../small-facts.ts';
import { type LateJobs, lateJobsOf } from './late-jobs.ts';

/** Usage of the open months up to a month, late jobs that a person credited included in the first of them. */
export interface OpenUsage {
  readonly months: readonly MonthUsage[];
  readonly lateJobs: readonly Finding[];
  /** The late jobs among them that a person credited, and the first month's own wallets without them. */
  readonly credited: readonly LateJobs[];
  readonly firstMonthOwn: MonthUsage['wallets'];
  /** The last month's jobs by worker, model and reason; its late credits included. */
  readonly work: MonthWork;
  /** Use in the last month that is worth a look. */
  readonly signals: readonly AbuseSignal[];
  /** The last month's own usage, and what of final months' tables the late jobs were found by. */
  readonly lastMonthOwn: MonthUsage | null;
  readonly late: readonly LateJobs[];
}

export async function usageOfOpenMonths(
  workspace: Workspace,
  policy: Policy,
  month: Month,
  books: ClosedBooks,
  facts: SmallFacts,
  decisions: DecisionBook,
): Promise<OpenUsage> {
  const own: UsagePolicy = {
    excludedModels: policy.excludedModels,
    trialJobs: policy.trialJobs,
    walletLinks: facts.walletLinks,
    participation: facts.participation,
    withheldJobs: decisions.withheldJobs(),
  };
  const open = monthsFrom(firstOpenMonth(books, policy.firstMonth), month);
  const table = await workspace.tables.of(workspace.store.db, policy);
  const {
    usages: months,
    work,
    signals,
  } = table === null
    ? withSignals(await queryUsageAndWork(await queryOf(workspace, open, own), month))
    : { ...(await table.usageAndWork(open, own, month)), signals: await table.signals(month, own) };
  const late = await lateJobsOf(workspace, books, decisions, table !== null, async (asked, links) =>
    table === null
      ? queryUsage(await queryOf(workspace, asked, { ...own, ...links }))
      : table.usage(asked, { ...own, ...links }),
  );
  const credited = late.filter(({ month: original, subject }) => {
    return decisions.on('late-jobs', subject, parseMonth(original) as Month)?.decision === 'credit';
  });
  const [first, ...others] = months;
  if (first === undefined) {
    return {
      months,
      lateJobs: [],
      credited: [],
      firstMonthOwn: [],
      work: { ...NO_WORK, late: [] },
      signals,
      lastMonthOwn: null,
      late,
    };
  }
  return {
    months: [withLateJobs(first, credited), ...others],
    lateJobs: late.map((each) => findingOf(each)),
    credited,
    firstMonthOwn: first.wallets,
    work: { ...work, late: open.length === 1 ? lateCredits(credited) : [] },
    signals,
    lastMonthOwn: months.at(-1) ?? null,
    late,
  };
}

function withSignals<Usage extends { readonly use: MonthUse }>(usage: Usage) {
  return { ...usage, signals: abuseSignals(usage.use) };
}

/** The job logs in force, as a query of months. */
async function queryOf(workspace: Workspace, months: readonly Month[], policy: UsagePolicy): Promise<UsageQuery> {
  const logs = (await listImports(workspace.store.db)).filter((record) => record.kind === 'job-log' && record.active);
  return {
    files: logs.map(({ sha256 }) => ({ path: lakeFile(workspace.data, sha256), sha256 })),
    months,
    policy,
    derivedDir: workspace.data.derived,
    tempDir: workspace.data.temporary,
    ...workspace.limits,
  };
}

/** Late jobs that a person credited count where they are credited (R16). */
function withLateJobs(usage: MonthUsage, late: readonly LateJobs[]): MonthUsage {
  const wallets = new Map(usage.wallets.map((each) => [each.wallet, each]));
  for (const { wallet, jobs, points } of late) {
    const before = wallets.get(wallet);
    wallets.set(wallet, { wallet, jobs: (before?.jobs ?? 0) + jobs, points: (before?.points ?? 0n) + points });
  }
  return { ...usage, wallets: [...wallets.values()].sort((a, b) => (a.wallet < b.wallet ? -1 : 1)) };
}

function lateCredits(credited: readonly LateJobs[]): MonthWork['late'] {
  return credited
    .map(({ wallet, month: originalMonth, jobs, points }) => ({ wallet, originalMonth, jobs, points }))
    .sort((a, b) => compareText(a.wallet, b.wallet) || compareText(a.originalMonth, b.originalMonth));
}

function findingOf(late: LateJobs): Finding {
  const month = parseMonth(late.month) as Month;
  return { code: 'late-jobs', subject: late.subject, month, what: late.what, source: null };
}
