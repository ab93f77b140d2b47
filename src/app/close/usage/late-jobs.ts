import type { Finding } from '../../../core/close/finding.ts';
import { jobFindingsSince } from '../../../core/close/job-findings.ts';
import { type FewerJobs, fewerJobsOf } from '../../../core/close/prior-periods/fewer-jobs.ts';
import { type LateJobs, lateJobsOf } from '../../../core/close/prior-periods/late-jobs.ts';
import type { Month } from '../../../core/month/month.ts';
import type { MonthUsage, UsagePolicy } from '../../../core/usage/month-usage.ts';
import { countedBy } from '../../../lake/usage/usage-alone.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { listFinalMonths } from '../../../store/months/final-months.ts';
import { finalWalletLists, rowsOfFinalMonths } from '../../../store/months/final-small-rows.ts';
import { creditedFor } from '../../../store/months/final-usage.ts';
import type { Jobs } from '../../books/logs/jobs.ts';
import type { CloseContext } from '../facts/close-context.ts';

/** What the jobs of final months now say otherwise. */
export interface JobsSince {
  /** More than was credited. */
  readonly late: readonly LateJobs[];
  /** Less than was credited. */
  readonly fewer: readonly FewerJobs[];
  /** Rows that need a person and that no final month has settled. Of a table, of which a record keeps no more than the points, none. */
  readonly findings: readonly Finding[];
}

/**
 * Compares what the jobs now say of each final month, by the rules it was closed under and the links and participation it used, with what was credited for
 * it (R16). Costs nothing while no job log is new; rows of a table on a server may come at any time.
 */
export async function findLateJobs(
  { db, books, decisions }: CloseContext,
  jobs: Jobs,
  policyOf: (month: Month) => UsagePolicy,
): Promise<JobsSince> {
  if (books.lastFinal === null) return { late: [], fewer: [], findings: [] };
  const logs = (await listImports(db)).filter((record) => record.kind === 'job-log').map(({ sha256 }) => sha256);
  const known = new Map((await rowsOfFinalMonths(db, 'job-log')).map(({ row, months }) => [row, months]));
  const months = (await listFinalMonths(db))
    .map(({ month }) => month)
    .filter((month) => {
      // The same logs say the same, unless a word of theirs has been explained since.
      const isSameLogs = jobs.table === null && logs.every((sha256) => known.get(sha256)?.includes(month));
      return !isSameLogs || Object.values(policyOf(month).extensions).some((words) => words.length > 0);
    });
  const now = await usageNow(db, jobs, months, policyOf);
  const late: LateJobs[] = [];
  const fewer: FewerJobs[] = [];
  const findings: Finding[] = [];
  for (const month of months) {
    const usage = now.get(month);
    const wallets = usage?.wallets ?? [];
    if (usage !== undefined && jobs.table === null) {
      findings.push(...jobFindingsSince(usage, decisions, policyOf(month).extensions.completed));
    }
    const credited = await creditedFor(db, month);
    late.push(...lateJobsOf(month, wallets, credited, decisions));
    // What a final month keeps of a table names only those of whom it says something else.
    const named = new Set(wallets.map(({ wallet }) => wallet));
    const asked = [...credited.values()].filter(({ wallet }) => jobs.table?.isRecord !== true || named.has(wallet));
    fewer.push(...fewerJobsOf(month, wallets, asked));
  }
  return { late, fewer, findings };
}

/**
 * What the jobs now say of final months. Those closed under the same rules and lists are asked for together: every new log is
 * a reason to ask for all of them, and each question goes through what all logs give.
 */
async function usageNow(
  db: Database,
  jobs: Jobs,
  months: readonly Month[],
  policyOf: (month: Month) => UsagePolicy,
): Promise<ReadonlyMap<Month, MonthUsage>> {
  const alike = new Map<string, { readonly policy: UsagePolicy; readonly months: Month[] }>();
  for (const month of months) {
    const policy = { ...policyOf(month), ...(await finalWalletLists(db, month)) };
    const key = JSON.stringify(countedBy(policy));
    const group = alike.get(key) ?? { policy, months: [] };
    group.months.push(month);
    alike.set(key, group);
  }
  const now = new Map<Month, MonthUsage>();
  for (const group of alike.values()) {
    for (const usage of await jobs.usage(group.months, group.policy)) now.set(usage.month, usage);
  }
  return now;
}
