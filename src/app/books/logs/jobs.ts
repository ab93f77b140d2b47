import type { Policy } from '../../../config/policy.ts';
import type { Month } from '../../../core/month/month.ts';
import type { AskedJob, JobQuestion } from '../../../core/usage/asked-job.ts';
import type { CreditedQuestion } from '../../../core/usage/credited-jobs.ts';
import type { LargestJob } from '../../../core/usage/largest-jobs.ts';
import type { MonthUsage, UsagePolicy } from '../../../core/usage/month-usage.ts';
import type { OwnWork } from '../../../core/usage/month-work.ts';
import type { RefundedJobs } from '../../../core/usage/refunded-jobs.ts';
import { type Signal, signalsOf } from '../../../core/usage/signals.ts';
import type { TwinLog } from '../../../core/usage/twin-log.ts';
import type { MonthLook } from '../../../core/usage/usage-look.ts';
import type { UndatedLogs } from '../../../lake/kept/undated-logs.ts';
import { type UnfinishedLog, unfinishedLogs } from '../../../lake/kept/unfinished-logs.ts';
import { askedJobs } from '../../../lake/questions/asked-jobs.ts';
import { writeCreditedJobs } from '../../../lake/questions/credited-jobs.ts';
import { monthsOfJobs } from '../../../lake/questions/months-of-jobs.ts';
import { queryUsage, queryUsageAndWork } from '../../../lake/questions/points-query.ts';
import { type AccountsQuery, type UseOfAccounts, useOfAccounts } from '../../../lake/questions/use-of-accounts.ts';
import { jobLogsInForce } from '../../../store/inputs/imports.ts';
import type { NamedTable } from '../opening/job-tables.ts';
import type { Workspace } from '../opening/workspace.ts';
import { type AskedLogs, askingLogs } from './job-log-files.ts';
import type { KeptLog } from './kept-logs.ts';

/** Months' usage, and of one of them the jobs by worker, model and reason and what stands out of its use. */
export interface UsageAndWork {
  readonly usages: readonly MonthUsage[];
  readonly work: OwnWork;
  readonly signals: readonly Signal[];
  /** The largest jobs of the wallets with most points, with their lines: empty of a table, whose rows have no place. */
  readonly largest: readonly LargestJob[];
  /** Logs whose jobs stand in others too, under other ids; a table is one. */
  readonly twins: readonly TwinLog[];
  /** Credited jobs that another row says were refunded. */
  readonly refunded: RefundedJobs | null;
}

/** The jobs that a month is computed from, wherever they lie. */
export interface Jobs {
  /** The table that they are, whose rows may come at any time; null where they are imported logs. */
  readonly table: NamedTable | null;
  /** Points of each asked month, in the order asked (R11, R12). */
  usage(months: readonly Month[], policy: UsagePolicy, undated?: UndatedLogs): Promise<readonly MonthUsage[]>;
  usageAndWork(
    months: readonly Month[],
    policy: UsagePolicy,
    look: MonthLook,
    undated: UndatedLogs,
  ): Promise<UsageAndWork>;
  /** The logs that end inside a last line of the month; a table has no lines. */
  unfinishedLogs(month: Month, undated: UndatedLogs): Promise<readonly UnfinishedLog[]>;
  /** Credited jobs of accounts by day; null of a table, whose rows a final month does not keep: none are looked at. */
  useOfAccounts(asked: Pick<AccountsQuery, 'month' | 'policy' | 'accounts'>): Promise<UseOfAccounts | null>;
  /** The months in which completed rows of some jobs fall. */
  monthsOfJobs(jobIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<Month>>>;
  /** The rows that a question is about, judged; the place of a row of a table is nobody's: the row stands with it. */
  asked(question: JobQuestion, policy: UsagePolicy): Promise<readonly AskedJob[]>;
  /** Writes a month's credited jobs into a file, which `creditedJobsIn` reads. */
  writeCredited(question: CreditedQuestion, policy: UsagePolicy, target: string): Promise<void>;
}

/** The jobs of the imported logs in force, or of the table that usage.source names. @throws InvalidInput as openJobTable */
export async function jobsOf(workspace: Workspace, policy: Policy): Promise<Jobs> {
  const { db } = workspace.store;
  const table = await workspace.tables.of(db, policy, workspace.limits);
  return table === null ? importedJobs(workspace, await jobLogsInForce(db)) : tableJobs(table);
}

function tableJobs(table: NamedTable): Jobs {
  return {
    table,
    usage: (months, policy, undated) => table.usage(months, policy, undated),
    usageAndWork: async (months, policy, look, undated) => ({
      ...(await table.usageAndWork(months, policy, look, undated)),
      largest: [],
      twins: [],
    }),
    unfinishedLogs: async () => [],
    useOfAccounts: async () => null,
    monthsOfJobs: (jobIds) => table.monthsOfJobs(jobIds),
    asked: (question, policy) => table.asked(question, policy),
    writeCredited: (question, policy, target) => table.writeCredited(question, policy, target),
  };
}

/** The jobs of some imported logs. */
export function importedJobs(workspace: Pick<Workspace, 'data' | 'store' | 'limits'>, logs: readonly KeptLog[]): Jobs {
  const asking = <Answer>(ask: (from: AskedLogs) => Promise<Answer>): Promise<Answer> =>
    askingLogs(workspace, logs, ask);
  return {
    table: null,
    usage: (months, policy, undated) => asking((from) => queryUsage({ ...from, months, policy, undated })),
    usageAndWork: async (months, policy, look, undated) => {
      const { figures, ...found } = await asking((from) =>
        queryUsageAndWork({ ...from, months, policy, undated }, look),
      );
      return { ...found, signals: signalsOf(figures, look.thresholds) };
    },
    unfinishedLogs: (month, undated) => asking((from) => unfinishedLogs({ ...from, month, undated })),
    useOfAccounts: (asked) => asking((from) => useOfAccounts({ ...from, ...asked })),
    monthsOfJobs: (jobIds) => asking((from) => monthsOfJobs({ ...from, jobIds })),
    asked: (asked, policy) => asking((from) => askedJobs({ ...from, asked, policy })),
    writeCredited: (asked, policy, target) => asking((from) => writeCreditedJobs({ ...from, asked, policy }, target)),
  };
}
