import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monthFromText } from '../../core/month/month.ts';
import { checkJobList, jobList } from '../../core/statement/job-list.ts';
import type { MonthRecord } from '../../core/statement/statement-record.ts';
import { readManifest } from '../../render/reports/read-manifest.ts';
import { recordedPolicy } from '../books/recorded-manifest.ts';
import type { Workspace } from '../books/workspace.ts';
import { statementHash } from '../close/reports/statement-hash.ts';
import { jobsOfMonth } from '../explain/jobs-of-month.ts';
import type { NoStatement } from './one-statement.ts';
import { reportsOf } from './published-reports.ts';

/**
 * A statement with the list of its credited jobs, read again from the job logs that the month was computed from. A list that
 * is not what the reports say is none: jobs of a table of a server have no rows here.
 */
export async function withJobs(
  workspace: Workspace,
  out: string,
  record: MonthRecord,
): Promise<MonthRecord | NoStatement> {
  const { published, wallet } = record.statement;
  const month = monthFromText(published.month);
  const directory = reportsOf(out, month);
  if (directory === null) return { none: `${published.month} has no reports in ${out}` };
  const text = readFileSync(join(directory, 'manifest.json'), 'utf8');
  const { decisions, inputs } = readManifest(text);
  const manifest = { policy: recordedPolicy(text), decisions: decisions(), inputs: inputs() };
  const question = { by: 'wallet', wallet: wallet.toLowerCase(), month } as const;
  const rows = await jobsOfMonth({ workspace }, { manifest, month, state: published.state }, question);
  const jobs = jobList(rows, statementHash);
  const [difference] = checkJobList(jobs, record.statement, statementHash);
  if (difference !== undefined) {
    return { none: `the jobs of ${published.month} cannot be listed from the job logs that are here: ${difference}` };
  }
  return { ...record, jobs };
}
