import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../config/policy.ts';
import { monthFromText } from '../../core/month/month.ts';
import { checkJobDays, type StatementDay, statementDays } from '../../core/statement/job-days.ts';
import { checkJobList, type JobList, jobList, jobsByDay } from '../../core/statement/job-list.ts';
import type { MonthStatement } from '../../core/statement/month-statement.ts';
import type { CreditedJobs, CreditedQuestion } from '../../core/usage/credited-jobs.ts';
import { creditedJobsIn } from '../../lake/questions/credited-jobs.ts';
import { ConnectionLost } from '../../problems/connection-lost.ts';
import { InvalidInput } from '../../problems/problem.ts';
import { listedHash, readManifest } from '../../render/reports/read-manifest.ts';
import { notice } from '../books/directory/notices.ts';
import type { Workspace } from '../books/opening/workspace.ts';
import { recordedPolicy } from '../books/records/recorded-manifest.ts';
import { statementHash } from '../close/reports/statement-hash.ts';
import { writeCreditedOf } from '../explain/jobs/jobs-of-month.ts';
import type { ProvenMonth } from './month-records.ts';

/** The jobs that were asked for one by one are not there as the reports have them. */
export class UnlistedJobs extends Error {}

/** Where jobs are read from, and who asks for them. */
export interface StatementJobsRequest {
  readonly workspace: Workspace;
  /** Null where there is no configuration: then a table of a server cannot be asked. */
  readonly policy: Policy | null;
  /** Lower case; null: statements of all wallets. */
  readonly wallet: string | null;
  /** Whether each is listed, or all of a day are summed. */
  readonly isListed: boolean;
}

/** A month's reports, as far as they say which jobs are its own. */
type JudgedReports = Pick<ProvenMonth, 'directory' | 'published'>;

/** Where they were written to, and their rows by wallet. */
interface CreditedFile {
  readonly path: string;
  readonly rows: AsyncGenerator<CreditedJobs[]>;
}

/** What of a wallet's jobs goes into its statement. */
export interface OwnJobs {
  readonly days?: readonly StatementDay[];
  readonly jobs?: JobList;
}

/**
 * The credited jobs of a month, for statements that come in the order of wallets. They are read again from the job logs that the month
 * was computed from (or the table), all wallets in one question, and are there only where they come to what its reports say. Close it.
 */
export class StatementJobs {
  readonly #month: string;
  readonly #isListed: boolean;
  readonly #credited: CreditedFile | null;
  #ahead: readonly CreditedJobs[] | null = null;
  #without = 0;

  private constructor(month: string, isListed: boolean, credited: CreditedFile | null) {
    this.#month = month;
    this.#isListed = isListed;
    this.#credited = credited;
  }

  /** @throws UnlistedJobs where they are asked for one by one and cannot be read */
  static async open(request: StatementJobsRequest, reports: JudgedReports): Promise<StatementJobs> {
    const { workspace, wallet, isListed } = request;
    const { month } = reports.published;
    const question = { month: monthFromText(month), wallet, by: isListed ? 'job' : 'day' } as const;
    const path = join(workspace.data.temporary, `credited-${month}-${process.pid}.parquet`);
    try {
      await writeCredited(request, reports, question, path);
    } catch (error) {
      rmSync(path, { force: true });
      if (!(error instanceof InvalidInput || error instanceof ConnectionLost)) throw error;
      if (isListed) throw new UnlistedJobs(cannotList(month, error.message));
      notice(`statements of ${month} do not say the jobs by day: ${error.message}`);
      return new StatementJobs(month, isListed, null);
    }
    const rows = creditedJobsIn(path, { tempDir: workspace.data.temporary, ...workspace.limits });
    return new StatementJobs(month, isListed, { path, rows });
  }

  /** Those of a statement, whose wallet comes after that of the one before. @throws UnlistedJobs */
  async of(statement: MonthStatement): Promise<OwnJobs> {
    if (this.#credited === null) return {};
    const rows = await this.#rowsOf(statement.wallet.toLowerCase());
    if (this.#isListed) {
      const jobs = jobList(rows, statementHash);
      const [difference] = checkJobList(jobs, statement, statementHash);
      if (difference !== undefined) throw new UnlistedJobs(cannotList(this.#month, difference));
      return { days: jobsByDay(jobs.list), jobs };
    }
    const days = statementDays(rows);
    if (checkJobDays(days, statement).length === 0) return { days };
    this.#without += 1;
    return {};
  }

  async close(): Promise<void> {
    if (this.#credited === null) return;
    await this.#credited.rows.return(undefined);
    rmSync(this.#credited.path, { force: true });
    if (this.#without > 0) {
      notice(
        `${this.#without} statement(s) of ${this.#month} do not say the jobs by day: the job logs that are here do not come to what the reports say`,
      );
    }
  }

  async #rowsOf(wallet: string): Promise<readonly CreditedJobs[]> {
    while (this.#credited !== null) {
      const next: readonly CreditedJobs[] | undefined =
        this.#ahead ?? (await this.#credited.rows.next()).value ?? undefined;
      const [first] = next ?? [];
      this.#ahead = first !== undefined && first.wallet > wallet ? (next ?? null) : null;
      if (next === undefined || first === undefined || first.wallet > wallet) return [];
      if (first.wallet === wallet) return next;
    }
    return [];
  }
}

async function writeCredited(
  { workspace, policy }: StatementJobsRequest,
  { directory, published: { state } }: JudgedReports,
  question: CreditedQuestion,
  path: string,
): Promise<void> {
  const text = readFileSync(join(directory, 'manifest.json'), 'utf8');
  const { decisions, inputs, files } = readManifest(text);
  const manifest = { policy: recordedPolicy(text), decisions: decisions(), inputs: inputs() };
  const isOfTable = listedHash(files(), 'usage.json') !== undefined;
  const books = policy === null ? { workspace } : { workspace, policy };
  await writeCreditedOf(books, { manifest, month: question.month, state, isOfTable }, question, path);
}

function cannotList(month: string, why: string): string {
  return `the jobs of ${month} cannot be listed from the job logs that are here: ${why}`;
}
