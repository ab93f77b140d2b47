import type { Month } from '../../../core/month/month.ts';
import { rulesOf } from '../../../core/policy/dated-rules.ts';
import type { AskedJob, JobQuestion } from '../../../core/usage/asked-job.ts';
import type { CreditedQuestion } from '../../../core/usage/credited-jobs.ts';
import type { UsagePolicy } from '../../../core/usage/month-usage.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { finalWalletLists } from '../../../store/months/final-small-rows.ts';
import { importedJobs, type Jobs, jobsOf } from '../../books/logs/jobs.ts';
import { readSmallFacts } from '../../close/facts/small-facts.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import type { ReportedMonth } from '../month/reported-month.ts';

/** What decides of a month's jobs, as its reports name it. */
export interface JudgedMonth extends Pick<ReportedMonth, 'month' | 'state' | 'isOfTable'> {
  readonly manifest: Pick<ReportedMonth['manifest'], 'policy' | 'decisions' | 'inputs'>;
}

/** The books of a question about a month's jobs. */
type JobBooks = Pick<ExplainRequest, 'workspace'> & Partial<Pick<ExplainRequest, 'policy'>>;

/**
 * The rows of job logs that a question is about, judged as the reports of the month judged them: from the logs that they
 * name, by their policy and decisions, and of a final month by the lists that it used.
 */
export async function jobsOfMonth(
  books: JobBooks,
  reports: JudgedMonth,
  question: JobQuestion,
): Promise<readonly AskedJob[]> {
  const jobs = await reportedJobs(books, reports);
  return jobs.asked(question, await usagePolicyOf(books.workspace.store.db, reports));
}

/** As jobsOfMonth, of credited jobs, into a file that `creditedJobsIn` reads. */
export async function writeCreditedOf(
  books: JobBooks,
  reports: JudgedMonth,
  question: CreditedQuestion,
  target: string,
): Promise<void> {
  const jobs = await reportedJobs(books, reports);
  await jobs.writeCredited(question, await usagePolicyOf(books.workspace.store.db, reports), target);
}

async function reportedJobs({ workspace, policy }: JobBooks, reports: JudgedMonth): Promise<Jobs> {
  if (reports.isOfTable && policy !== undefined) return jobsOf(workspace, policy);
  const logs = reports.manifest.inputs.filter(({ kind, active }) => kind === 'job-log' && active);
  const records = new Map((await listImports(workspace.store.db)).map((record) => [record.sha256, record]));
  const kept = logs.map((log) => records.get(log.sha256) ?? { ...log, evidenceSha256: '', lakeSha256: '' });
  return importedJobs(workspace, kept);
}

async function usagePolicyOf(db: Database, { manifest, month, state }: JudgedMonth): Promise<UsagePolicy> {
  const { excludedModels, trialJobs } = rulesOf(manifest.policy, month);
  return {
    ...(await listsOf(db, month, state)),
    excludedModels,
    trialJobs,
    extensions: manifest.policy.listExtensions,
    withheldJobs: manifest.decisions.filter(({ code }) => code === 'job').map(({ subject }) => subject),
  };
}

async function listsOf(
  db: Database,
  month: Month,
  state: string,
): Promise<Pick<UsagePolicy, 'walletLinks' | 'participation'>> {
  if (state === 'final') return finalWalletLists(db, month);
  const { walletLinks, participation } = await readSmallFacts(db);
  return { walletLinks, participation };
}
