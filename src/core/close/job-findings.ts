import { formatMicro } from '../money/micro.ts';
import { formatMonth, type Month } from '../month/month.ts';
import type { JobFinding, MonthUsage } from '../usage/month-usage.ts';
import type { DecisionBook } from './decision.ts';
import type { Finding } from './finding.ts';

/**
 * The exceptions that a month's jobs bring (R11, R12); a month without any row has unknown usage, not none (R10).
 *
 * @param completed statuses that revshare.yaml calls completed: rows that have one and stay unknown lack something
 */
export function jobFindings(
  usage: MonthUsage | undefined,
  decisions: DecisionBook,
  completed: readonly string[] = [],
): Finding[] {
  if (usage === undefined) return [];
  const { month } = usage;
  const what = `no imported job row falls in ${formatMonth(month)}: its usage is unknown`;
  const missing: Finding = { code: 'usage-missing', subject: formatMonth(month), month, what, source: null };
  const found = usage.findings.map((finding): Finding => {
    return {
      code: finding.code,
      subject: subjectOf(finding, month, decisions),
      month,
      what: whatOf(finding, completed),
      source: finding.input === '' ? null : { input: finding.input, line: finding.line },
      ...causeOfJobs(finding),
      amount: { micro: finding.points, unit: 'Spark' },
    };
  });
  // Rows without a time, of a log in which none has one, may be told in a month of which nothing is known.
  return usage.rows === 0 ? [missing, ...found] : found;
}

/** The jobs beyond those that are told one by one. */
const MORE = '(more)';

/**
 * The job; of a value that is on no list, and of the jobs beyond those that are told, also how many they are, so that a decision about them
 * is about no others. One that an earlier version kept was about them all, however many they became, and the months that used it stand.
 */
function subjectOf(finding: JobFinding, month: Month, decisions: DecisionBook): string {
  const { code, jobId } = finding;
  const isOneJob = jobId !== '' && !isUnlisted(code);
  if (isOneJob) return jobId;
  const once = jobId === '' ? MORE : jobId;
  return decisions.subjectOf(code, month, { full: `${once} ${sizeOf(finding)}`, once });
}

function isUnlisted(code: JobFinding['code']): boolean {
  return code === 'unknown-status' || code === 'unknown-payment-model';
}

function sizeOf({ rows, points }: JobFinding): string {
  return `${rows} row(s), ${formatMicro(points)} Spark`;
}

/** Of a value that is on no list the value, which is its id; of a vendor's model the model. */
function causeOfJobs({ code, jobId, model }: JobFinding): Pick<Finding, 'cause'> {
  const cause = isUnlisted(code) ? jobId : model;
  return cause === '' ? {} : { cause };
}

/**
 * The exceptions that jobs of a final month bring since (R16): what a final month has settled is none of them. What the month
 * credited stays; a job that is contradicted now stands against one that came.
 */
export function jobFindingsSince(
  usage: MonthUsage,
  decisions: DecisionBook,
  completed: readonly string[] = [],
): Finding[] {
  if (usage.rows === 0) return [];
  return jobFindings(usage, decisions, completed)
    .filter(({ code, subject, month }) => (decisions.on(code, subject, month)?.finalMonth ?? null) === null)
    .map((finding) => ({ ...finding, what: `${finding.what}; ${formatMonth(usage.month)} is final` }));
}

function whatOf(finding: JobFinding, completed: readonly string[]): string {
  const size = sizeOf(finding);
  if (finding.jobId === '') return `more of the same: ${size}`;
  switch (finding.code) {
    case 'job-conflict':
      return conflictOf(finding, size);
    case 'vendor-model':
      return `job ${finding.jobId} ran on the vendor model ${finding.model}: ${size}`;
    case 'unknown-status':
      if (completed.includes(finding.jobId))
        return `rows of the completed status ${finding.jobId} lack what a completed job needs (time, payment model, worker, model or Spark): ${size}`;
      return `the status ${finding.jobId} is on no list: ${size}`;
    case 'unknown-payment-model':
      return `the payment model ${finding.jobId} is on no list: ${size}`;
    case 'self-match-untestable':
      return `job ${finding.jobId} names no subscriber: ${size}`;
  }
}

/** A job of one row contradicts none of its own: it can only be in conflict over its event. */
function conflictOf({ jobId, rows, oneCounts }: JobFinding, size: string): string {
  if (oneCounts)
    return `job ${jobId} is told under several event ids, or with and without one: ${size}; one copy counts`;
  if (rows === 1) return `job ${jobId} has the event id of another job: ${size}`;
  return `job ${jobId} has rows of different content: ${size}`;
}
