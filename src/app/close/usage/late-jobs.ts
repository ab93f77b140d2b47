import { type LateJobs, lateJobsOf } from '../../../core/close/late-jobs.ts';
import type { Month } from '../../../core/month/month.ts';
import type { UsagePolicy } from '../../../core/usage/month-usage.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { listFinalMonths } from '../../../store/months/final-months.ts';
import { finalWalletLists, rowsOfFinalMonths } from '../../../store/months/final-small-rows.ts';
import { creditedFor } from '../../../store/months/final-usage.ts';
import type { Jobs } from '../../books/jobs.ts';
import type { CloseContext } from '../close-context.ts';

/**
 * Compares what the jobs now say of each final month, by the rules it was closed under and the links and participation it used, with what was credited for
 * it (R16). Costs nothing while no job log is new; rows of a table on a server may come at any time.
 */
export async function findLateJobs(
  { db, books, decisions }: CloseContext,
  jobs: Jobs,
  policyOf: (month: Month) => UsagePolicy,
): Promise<LateJobs[]> {
  if (books.lastFinal === null) return [];
  const logs = (await listImports(db)).filter((record) => record.kind === 'job-log').map(({ sha256 }) => sha256);
  const known = new Map((await rowsOfFinalMonths(db, 'job-log')).map(({ row, months }) => [row, months]));
  const late: LateJobs[] = [];
  for (const { month } of await listFinalMonths(db)) {
    if (jobs.table === null && logs.every((sha256) => known.get(sha256)?.includes(month))) continue;
    const [now] = await jobs.usage([month], { ...policyOf(month), ...(await finalWalletLists(db, month)) });
    late.push(...lateJobsOf(month, now?.wallets ?? [], await creditedFor(db, month), decisions));
  }
  return late;
}
