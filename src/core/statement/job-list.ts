import { formatMicro, microFromText } from '../money/micro.ts';
import { compareText } from '../text/compare-text.ts';
import type { CreditedJobs } from '../usage/credited-jobs.ts';
import type { Sha256 } from './merkle-proof.ts';
import type { MonthStatement, StatementLine } from './month-statement.ts';

/** A credited job, as a statement lists it. A job with several rounds stands once for each. */
export interface ListedJob {
  readonly jobId: string;
  /** On which it completed (UTC), `YYYY-MM-DD`. */
  readonly day: string;
  /** Lower case. */
  readonly model: string;
  readonly renderSpark: string;
}

/** The credited jobs of a wallet's month, without late ones of other months, which are known by their sum only. */
export interface JobList {
  /** Of `jobListText`, 64 hexadecimal digits. */
  readonly sha256: string;
  /** In the order of ids. */
  readonly list: readonly ListedJob[];
}

/** A wallet's credited jobs of a month, one by one, listed. */
export function jobList(jobs: readonly CreditedJobs[], hash: Sha256): JobList {
  const list = jobs
    .map(({ jobId, day, model, points }): ListedJob => ({ jobId, day, model, renderSpark: formatMicro(points) }))
    .sort(compareJobs);
  return { sha256: sha256Of(list, hash), list };
}

/** What is hashed: canonical JSON, without spaces, keys in the order of `ListedJob`. */
function jobListText(list: readonly ListedJob[]): string {
  return JSON.stringify(list.map(({ jobId, day, model, renderSpark }) => ({ jobId, day, model, renderSpark })));
}

function sha256Of(list: readonly ListedJob[], hash: Sha256): string {
  return hash(new TextEncoder().encode(jobListText(list)));
}

function compareJobs(one: ListedJob, other: ListedJob): number {
  return (
    compareText(one.jobId, other.jobId) ||
    compareText(one.day, other.day) ||
    compareText(one.model, other.model) ||
    compareText(one.renderSpark, other.renderSpark)
  );
}

/** Listed jobs by day, in order. */
export function jobsByDay(list: readonly ListedJob[]): (StatementLine & { readonly day: string })[] {
  return [...summedBy(list, ({ day }) => day)]
    .sort(([one], [other]) => compareText(one, other))
    .map(([day, { jobs, points }]) => ({ day, jobs, renderSpark: formatMicro(points) }));
}

/**
 * Whether a list is that of a statement: of its month, in order, with its hash, and by model as many jobs and as much Spark as
 * the statement says, which its proof covers. Every sentence is a difference.
 */
export function checkJobList({ sha256, list }: JobList, { published, models }: MonthStatement, hash: Sha256): string[] {
  const found: string[] = [];
  if (sha256Of(list, hash) !== sha256) found.push('the list of jobs has another SHA-256');
  if (list.some(({ day }) => !day.startsWith(`${published.month}-`))) found.push('a listed job is of another month');
  if (list.some((job, at) => compareJobs(list[at - 1] ?? job, job) > 0)) found.push('the list of jobs is out of order');
  const listed = summedBy(list, ({ model }) => model);
  for (const { model, jobs, renderSpark } of models) {
    const own = listed.get(model) ?? { jobs: 0, points: 0n };
    listed.delete(model);
    if (own.jobs === jobs && own.points === microFromText(renderSpark)) continue;
    const is = `${own.jobs} jobs of ${model} with ${formatMicro(own.points)} Spark`;
    found.push(`listed are ${is}, the statement has ${jobs} with ${renderSpark}`);
  }
  for (const model of listed.keys()) found.push(`listed are jobs of ${model}, the statement has none`);
  return found;
}

interface Summed {
  readonly jobs: number;
  readonly points: bigint;
}

function summedBy(list: readonly ListedJob[], keyOf: (job: ListedJob) => string): Map<string, Summed> {
  const sums = new Map<string, Summed>();
  for (const job of list) {
    const { jobs, points } = sums.get(keyOf(job)) ?? { jobs: 0, points: 0n };
    sums.set(keyOf(job), { jobs: jobs + 1, points: points + microFromText(job.renderSpark) });
  }
  return sums;
}
