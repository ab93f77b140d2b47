import type { JobDay } from '../../core/close/job-day.ts';
import type { Month } from '../../core/month/month.ts';
import type { MonthUsage, UsagePolicy } from '../../core/usage/month-usage.ts';
import { type Signal, signalsOf } from '../../core/usage/signals.ts';
import type { TableContent } from '../../core/usage/usage-record.ts';
import { foldedBeyondAscii, foldedTexts } from './folded-case.ts';
import { jobRows } from './job-rows.ts';
import { openSession, type ServerSession, type TableSource } from './server-session.ts';
import { tableColumns } from './table-columns.ts';
import { tableContent } from './table-content.ts';
import { monthsOfTableJobs, type TableCoverage, tableCoverage, tableDays } from './table-coverage.ts';
import { refuseFaultyRows } from './table-problems.ts';
import { tableSignalFigures } from './table-signals.ts';
import { type TableUsage, tableUsage } from './table-usage.ts';

export type { TableSource } from './server-session.ts';

/** A job log that stays on its server, seen as it was when it was opened. Close it. */
export interface JobTable {
  /** Points of months (R11, R12), as queryUsage gives them. */
  usage(months: readonly Month[], policy: UsagePolicy): Promise<MonthUsage[]>;
  /** As `usage`, and the jobs of one of the months by worker, as queryUsageAndWork gives them. */
  usageAndWork(months: readonly Month[], policy: UsagePolicy, workOf: Month): Promise<TableUsage>;
  /** Use in a month that is worth a look. */
  signals(month: Month, policy: UsagePolicy): Promise<Signal[]>;
  /** Where a month has rows, and stretches without any. */
  coverage(month: Month): Promise<TableCoverage>;
  /** Completed subscription jobs of each UTC day from one instant up to another. */
  days(fromMs: number, beforeMs: number): Promise<JobDay[]>;
  monthsOfJobs(jobIds: readonly string[]): Promise<Map<string, Set<Month>>>;
  /** What a close cites. */
  content(month: Month): Promise<TableContent>;
  close(): Promise<void>;
}

/**
 * Opens a table of jobs on PostgreSQL or an engine that speaks its protocol (docs/engines.md), and refuses one that the
 * import of a job log would refuse. Only reads.
 *
 * @throws InvalidInput server-failed, no-such-path, unusable-column, and what a job log can be refused for
 */
export async function openJobTable(source: TableSource, tempDir: string): Promise<JobTable> {
  const session = await openSession(source);
  try {
    return await checkedTable(session, source, tempDir);
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function checkedTable(session: ServerSession, source: TableSource, tempDir: string): Promise<JobTable> {
  const columns = await tableColumns(session, source);
  const unfolded = jobRows(columns, new Map());
  await refuseFaultyRows(session, unfolded, source);
  const rows = jobRows(columns, await foldedBeyondAscii(session, unfolded, tempDir));
  const folded = async (policy: UsagePolicy): Promise<UsagePolicy> => {
    return { ...policy, excludedModels: await foldedTexts(policy.excludedModels, tempDir) };
  };
  const usageOf = async (months: readonly Month[], policy: UsagePolicy, workOf: Month | null): Promise<TableUsage> =>
    tableUsage(session, rows, { months, policy: await folded(policy), workOf });
  return {
    usage: async (months, policy) => (await usageOf(months, policy, null)).usages,
    usageAndWork: usageOf,
    signals: async (month, policy) => signalsOf(await tableSignalFigures(session, rows, month, await folded(policy))),
    coverage: (month) => tableCoverage(session, rows, month),
    days: (fromMs, beforeMs) => tableDays(session, rows, fromMs, beforeMs),
    monthsOfJobs: (jobIds) => monthsOfTableJobs(session, rows, jobIds),
    content: (month) => tableContent(session, rows, month),
    close: () => session.close(),
  };
}
