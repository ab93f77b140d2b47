import type { JobDay } from '../../core/close/job-day.ts';
import type { Month } from '../../core/month/month.ts';
import type { AskedJob, JobQuestion } from '../../core/usage/asked-job.ts';
import type { ListExtensions } from '../../core/usage/closed-lists.ts';
import type { CreditedQuestion } from '../../core/usage/credited-jobs.ts';
import type { MonthUsage, UsagePolicy } from '../../core/usage/month-usage.ts';
import type { OwnWork } from '../../core/usage/month-work.ts';
import type { RefundedJobs } from '../../core/usage/refunded-jobs.ts';
import { type Signal, signalsOf } from '../../core/usage/signals.ts';
import type { MonthLook } from '../../core/usage/usage-look.ts';
import type { TableContent } from '../../core/usage/usage-record.ts';
import type { UndatedLogs } from '../kept/undated-logs.ts';
import { askedJobs } from '../questions/asked-jobs.ts';
import { writeCreditedJobs } from '../questions/credited-jobs.ts';
import { jobDays, type Span } from '../questions/job-days.ts';
import { type JobLogCoverage, jobLogCoverage } from '../questions/job-gaps.ts';
import { monthsOfJobs } from '../questions/months-of-jobs.ts';
import { queryUsage, queryUsageAndWork } from '../questions/points-query.ts';
import { withGivenRows } from './asked-table-jobs.ts';
import { refuseDeletedRows } from './deleted-table-rows.ts';
import { openSession, type TableSource } from './server-session.ts';
import { tableColumns } from './table-columns.ts';
import { tableContent } from './table-content.ts';
import { copyTable, type TableCopy, type TableReading } from './table-copy.ts';

export type { TableSource } from './server-session.ts';

/** What the gates ask of a table. */
export type TableCoverage = Pick<JobLogCoverage, 'gaps' | 'hours'>;

/** Months' usage, and of one of them the jobs by worker, model and reason and what stands out of its use. */
export interface TableUsage {
  readonly usages: readonly MonthUsage[];
  readonly work: OwnWork;
  readonly signals: readonly Signal[];
  /** Credited jobs that another row says were refunded. */
  readonly refunded: RefundedJobs | null;
}

/** The jobs of a table, as they were when it was opened. */
export interface JobTable {
  /** Points of months (R11, R12), as queryUsage gives them of a job log, but for places in files, which a table has not. */
  usage(months: readonly Month[], policy: UsagePolicy, undated?: UndatedLogs): Promise<MonthUsage[]>;
  /** As `usage`, and the jobs of one of the months by worker, as queryUsageAndWork gives them. */
  usageAndWork(
    months: readonly Month[],
    policy: UsagePolicy,
    look: MonthLook,
    undated?: UndatedLogs,
  ): Promise<TableUsage>;
  /** Where a month has rows, and stretches without any. */
  coverage(month: Month): Promise<TableCoverage>;
  /** Completed subscription jobs of each UTC day from one instant up to another. */
  days(span: Span, extensions: ListExtensions): Promise<JobDay[]>;
  monthsOfJobs(jobIds: readonly string[]): Promise<Map<string, Set<Month>>>;
  /** The rows that a question is about, judged, each as the table gives it. */
  asked(question: JobQuestion, policy: UsagePolicy): Promise<AskedJob[]>;
  /** As writeCreditedJobs. */
  writeCredited(question: CreditedQuestion, policy: UsagePolicy, target: string): Promise<void>;
  /** What a close cites. */
  content(month: Month): Promise<TableContent>;
}

/**
 * Reads a table of jobs on PostgreSQL or an engine that speaks its protocol (docs/engines.md), and refuses one that the
 * import of a job log would refuse. From then on its rows are a job log like any other.
 *
 * @throws InvalidInput server-failed, no-such-path, unusable-column, deleted-row, and what a job log can be refused for; ConnectionLost
 */
export async function openJobTable(source: TableSource, reading: TableReading): Promise<JobTable> {
  const session = await openSession(source);
  try {
    const columns = await tableColumns(session, source);
    await refuseDeletedRows(session, columns, source);
    const given = async (jobs: readonly AskedJob[]): Promise<AskedJob[]> => {
      const asking = await openSession(source);
      try {
        return await withGivenRows(asking, columns, source, jobs);
      } finally {
        await asking.close();
      }
    };
    return tableOf(await copyTable(session, columns, source, reading), reading, given);
  } finally {
    await session.close();
  }
}

function tableOf(
  { file, derived }: TableCopy,
  limits: TableReading,
  given: (jobs: readonly AskedJob[]) => Promise<AskedJob[]>,
): JobTable {
  const files = [file];
  const reading = { files, ...limits, derived };
  return {
    usage: async (months, policy, undated) =>
      (await queryUsage({ ...reading, months, policy, undated })).map(withoutPlaces),
    usageAndWork: async (months, policy, look, undated) => {
      const asked = { ...reading, months, policy, undated };
      const { usages, work, figures, refunded } = await queryUsageAndWork(asked, look);
      return {
        ...{ usages: usages.map(withoutPlaces), work, signals: signalsOf(figures, look.thresholds) },
        refunded: refunded && { ...refunded, source: null },
      };
    },
    coverage: (month) => jobLogCoverage({ ...reading, month }),
    days: (span, extensions) => jobDays({ ...reading, extensions }, span),
    monthsOfJobs: (jobIds) => monthsOfJobs({ ...reading, jobIds }),
    asked: async (asked, policy) => {
      const jobs = await askedJobs({ ...reading, asked, policy });
      return jobs.length === 0 ? [] : given(jobs);
    },
    writeCredited: (asked, policy, target) => writeCreditedJobs({ ...reading, asked, policy }, target),
    content: (month) => tableContent(limits, file, month),
  };
}

/** The lines of the copy are nobody's. */
function withoutPlaces(usage: MonthUsage): MonthUsage {
  return { ...usage, findings: usage.findings.map((each) => ({ ...each, input: '', line: 0 })) };
}
