import type { MonthFigures } from '../../../core/explanation/pool/month-figures.ts';
import { sparkValueOf } from '../../../core/explanation/pool/spark-value.ts';
import { spark } from '../../../core/explanation/tree/amount.ts';
import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import { earnedInShort } from '../../../core/explanation/wallets/payout-cell.ts';
import { creditedJob, leftOutJob, placeOf } from '../../../core/explanation/wallets/wallet-jobs.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import type { AskedJob, JobQuestion } from '../../../core/usage/asked-job.ts';
import { checksumAddress } from '../../../core/wallet/checksum-address.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { rowsOfFinalMonths } from '../../../store/months/final-small-rows.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { explainedMonth } from '../month/explained-month.ts';
import { reportedMonth } from '../month/reported-month.ts';
import { jobsOfMonth } from './jobs-of-month.ts';

/** Explains the rows of the job logs with an id, or in a place: each credited, or left out with its reason and its worth. */
export async function byJob(request: ExplainRequest, month: Month, question: JobQuestion): Promise<Explanation[]> {
  const reports = await reportedMonth(request, month);
  const jobs = await jobsOfMonth(request, reports, question);
  if (jobs.length === 0) return [];
  const { figures } = await explainedMonth(request, month, false);
  const isLate = reports.isOfTable ? () => false : await lateRows(request.workspace.store.db);
  return jobs.map((job) => explainedJob(figures, job, isLate(job)));
}

/** Whether a row came in a log that its month was closed without (R16). */
async function lateRows(db: Database): Promise<(job: AskedJob) => boolean> {
  const logs = new Map((await rowsOfFinalMonths(db, 'job-log')).map(({ row, months }) => [row, months]));
  const closed = new Set([...logs.values()].flat());
  return ({ month, source }) => month !== null && closed.has(month) && logs.get(source.input)?.includes(month) !== true;
}

function explainedJob(figures: MonthFigures, job: AskedJob, isLate: boolean): Explanation {
  if (job.month !== figures.month) return ofAnotherMonth(job, isLate);
  const at = figures.parts.findIndex((part) => part.wallet.toLowerCase() === job.worker);
  const value = sparkValueOf(figures);
  const part = figures.parts[at];
  if (job.reason !== null || part === undefined) return leftOutJob(job, part?.points ?? 0n, value);
  return { ...creditedJob(job, value), factors: [earnedInShort(figures, part, at)] };
}

function ofAnotherMonth(job: AskedJob, isLate: boolean): Explanation {
  const month = job.month === null ? '' : formatMonth(job.month);
  const where = isLate ? ', which was final when its log came' : `: --month ${month}`;
  const when = month === '' ? 'it has no time' : `it completed in ${month}${where}`;
  return explained({
    label: `job ${job.jobId} of ${job.worker === '' ? 'nobody' : checksumAddress(job.worker)}`,
    amount: spark(job.points),
    note: `${when}${job.reason === null ? '' : `; left out: ${job.reason}`}`,
    rule: isLate ? 'R16' : 'R1',
    ...placeOf(job),
  });
}

/** Rows of job logs that were left out for a reason, and what each would have been worth to its wallet. */
export function leftOutTogether(
  figures: Pick<MonthFigures, 'pool' | 'parts'>,
  jobs: readonly AskedJob[],
): Explanation[] {
  const value = sparkValueOf(figures);
  const pointsOf = new Map(figures.parts.map((part) => [part.wallet.toLowerCase(), part.points]));
  return jobs.map((job) => leftOutJob(job, pointsOf.get(job.worker) ?? 0n, value));
}
