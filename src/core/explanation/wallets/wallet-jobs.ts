import { formatMicro, type MicroSpark } from '../../money/micro.ts';
import { formatMonth } from '../../month/month.ts';
import { countOf } from '../../text/count-of.ts';
import type { AskedJob } from '../../usage/asked-job.ts';
import { JOB_EXCLUSION_RULES } from '../../usage/exclusion-rules.ts';
import type { PointsOfMonth } from '../../usage/month-work.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import { type SparkValue, worthFormula, worthOf } from '../pool/spark-value.ts';
import { type Amount, counted, spark, usd } from '../tree/amount.ts';
import { type Explanation, explained } from '../tree/explanation.ts';
import { LargestParts } from '../tree/largest-parts.ts';

/** What a wallet's points in a month are made of. */
export interface WalletJobs {
  /** Its rows in the job logs, credited or not, by input and line. */
  readonly rows: readonly AskedJob[];
  /** Late jobs of final months that a person credited in this one. */
  readonly late: readonly PointsOfMonth[];
  /** Where its jobs are when no log has them: a table of a server. */
  readonly elsewhere: string;
}

/** One of the things that a wallet's jobs and points are the sum of. */
interface Counted {
  readonly label: string;
  readonly jobs: number;
  readonly points: MicroSpark;
  readonly source: Explanation['source'];
  readonly quote?: Explanation['quote'];
  readonly note: string;
  readonly rule: 'R11' | 'R16';
}

/**
 * Everything that was credited to a wallet, in order. What the rows do not show of its stated jobs and points is the last
 * of them: the jobs of a table, or of a log that is no longer in force.
 */
function creditedOf({ rows, late, elsewhere }: WalletJobs, stated: { jobs: number; points: MicroSpark }): Counted[] {
  const own = rows.filter(({ reason }) => reason === null).map(creditedRow);
  const credited = late.map(({ originalMonth, jobs, points }): Counted => {
    const label = `late jobs of ${formatMonth(originalMonth)}, credited here`;
    return { label, jobs, points, source: null, note: 'a person credited them', rule: 'R16' };
  });
  const known = [...own, ...credited];
  const jobs = known.reduce((left, each) => left - each.jobs, stated.jobs);
  const points = known.reduce((left, each) => left - each.points, stated.points);
  if (jobs === 0 && points === 0n) return known;
  const label = elsewhere === '' ? 'jobs that the logs in force do not show' : `jobs of ${elsewhere}`;
  return [...known, { label, jobs, points, source: null, note: '', rule: 'R11' }];
}

function creditedRow(job: AskedJob): Counted {
  const { jobId, model, points } = job;
  return { label: `job ${jobId}`, jobs: 1, points, ...placeOf(job), note: model, rule: 'R11' };
}

/** Where the row of a job stands: in a log, or as a table gave it. */
export function placeOf({ source, given }: AskedJob): Pick<Explanation, 'source' | 'quote'> {
  if (given === undefined) return { source, quote: null };
  return { source, quote: { file: given.table, line: 0, text: given.text, header: '' } };
}

/** The jobs that a wallet was credited for, as parts of their number. */
export function jobParts(jobs: WalletJobs, stated: { jobs: number; points: MicroSpark }, most: number): Explanation[] {
  const parts = new LargestParts<Counted>(most);
  for (const each of creditedOf(jobs, stated)) parts.add(BigInt(each.jobs), each);
  const inJobs = (count: bigint): Amount => counted(Number(count), 'jobs');
  return parts.parts(inJobs, 'job', (each, count) => countedNode(each, inJobs(count), ''));
}

/** The jobs that a wallet was credited for, as parts of its points. */
export function pointParts(
  jobs: WalletJobs,
  stated: { jobs: number; points: MicroSpark },
  most: number,
): Explanation[] {
  const parts = new LargestParts<Counted>(most);
  for (const each of creditedOf(jobs, stated)) parts.add(each.points, each);
  return parts.parts(spark, 'job', (each, points) => countedNode(each, spark(points), ''));
}

/**
 * The jobs that a wallet was credited for, as parts of what it earned: job by job what its points add to the floor of R13,
 * so that they sum to the whole exactly.
 */
export function earnedParts(
  jobs: WalletJobs,
  stated: { jobs: number; points: MicroSpark },
  value: SparkValue,
  most: number,
): Explanation[] {
  const parts = new LargestParts<Counted>(most);
  let upTo = 0n;
  for (const each of creditedOf(jobs, stated)) {
    const worth = worthOf(upTo + each.points, value) - worthOf(upTo, value);
    upTo += each.points;
    parts.add(worth, each);
  }
  return parts.parts(usd, 'job', (each, worth) => countedNode(each, usd(worth), `${formatMicro(each.points)} Spark`));
}

function countedNode({ label, source, quote, note, rule }: Counted, amount: Amount, formula: string): Explanation {
  return explained({ label, amount, formula, note, source, quote: quote ?? null, rule });
}

/** How many rows of a wallet were left out, however many of them are shown. */
export function leftOutNote({ rows }: WalletJobs): string {
  const count = rows.filter(({ reason }) => reason !== null).length;
  if (count === 0) return 'none of its jobs was left out';
  return count === 1
    ? '1 of its rows was left out: it stands last'
    : `${count} of its rows were left out: they stand last`;
}

/** The rows of a wallet that were left out, each with its reason and what it would have been worth. */
export function leftOutJobs(jobs: WalletJobs, points: MicroSpark, value: SparkValue, most: number): Explanation[] {
  const left = jobs.rows.filter(({ reason }) => reason !== null);
  const parts = left.slice(0, most).map((job) => leftOutJob(job, points, value));
  const more = left.length - parts.length;
  return more === 0
    ? parts
    : [
        ...parts,
        explained({
          label: `${countOf(more, 'more row')} left out`,
          note: '--rows N shows more of them',
        }),
      ];
}

/**
 * A row that was left out: its reason, and what it would have been worth: what the wallet would have earned with it, less
 * what it earned, with everybody else's points as they are.
 */
export function leftOutJob(job: AskedJob, points: MicroSpark, value: SparkValue): Explanation {
  const own = worthOf(points, value);
  const withJob = { ...value, allPoints: value.allPoints + job.points };
  const withIt = worthOf(points + job.points, withJob);
  const rule = JOB_EXCLUSION_RULES.find(({ reason }) => reason === job.reason);
  return explained({
    label: `job ${job.jobId} left out: ${job.reason ?? ''}`,
    amount: usd(0n),
    formula:
      withJob.allPoints === 0n
        ? 'it would have been worth nothing: nobody has points'
        : `it would have been worth ${formatMicro(withIt - own)}: ${worthFormula(points + job.points, withJob)} - ${formatMicro(own)}`,
    rule: job.reason === 'self-matched' || job.reason === 'self-match-untestable' ? 'R12' : 'R11',
    note: `${formatMicro(job.points)} Spark. ${rule?.because ?? ''}`.trim(),
    ...placeOf(job),
  });
}

/** A credited row by itself: what its points are worth in the month, before the floor that its wallet's sum has. */
export function creditedJob(job: AskedJob, value: SparkValue): Explanation {
  return explained({
    label: `job ${job.jobId} of ${checksumAddress(job.worker)}, credited`,
    amount: usd(worthOf(job.points, value)),
    formula: worthFormula(job.points, value),
    rule: 'R13',
    note: `${formatMicro(job.points)} Spark, ${job.model}`,
    ...placeOf(job),
  });
}
