import { type Workspace, withLockedWorkspace, withWorkspace } from '../../app/books/opening/workspace.ts';
import { loadPolicy } from '../../app/books/policy/load-policy.ts';
import { statementHash } from '../../app/close/reports/statement-hash.ts';
import { StatementJobs, type StatementJobsRequest, UnlistedJobs } from '../../app/statements/listed-jobs.ts';
import {
  monthStatementOf,
  type NoStatement,
  readStatementMonth,
  readStatementYear,
  yearStatementOf,
} from '../../app/statements/one-statement.ts';
import { type WrittenStatements, writeStatements, writeYearStatements } from '../../app/statements/write-statements.ts';
import { withListedJobs } from '../../app/statements/year-jobs.ts';
import type { Policy } from '../../config/policy.ts';
import { STATEMENT_FORMS, type StatementForm, type StatementRecord } from '../../core/statement/statement-record.ts';
import { countOf } from '../../core/text/count-of.ts';
import { checksumFault } from '../../core/wallet/checksum-address.ts';
import { InvalidInput } from '../../problems/problem.ts';
import { statementIn } from '../../render/statement/statement-forms.ts';
import { quotedForShell } from '../../render/terminal/advised-commands.ts';
import { nextCommand } from '../../render/terminal/next-command.ts';
import { instantArgument, monthArgument } from '../arguments.ts';
import { printData, printDocument, printText, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { thisRun } from '../holder.ts';
import { UsageFault } from '../usage-fault.ts';

export interface StatementOptions extends Globals {
  readonly month?: string;
  readonly year?: string;
  readonly all?: boolean;
  readonly format?: string;
  readonly jobs?: boolean;
}

/** `revshare statement WALLET --month M | --year Y`, `statement --all --month M | --year Y`: from reports and payout books; jobs are read again from their logs. */
export async function runStatement(wallet: string | undefined, options: StatementOptions): Promise<ExitCode> {
  const forms = formsIn(options);
  if (options.all === true) return writeAll(wallet, forms, options);
  if (wallet === undefined) throw new UsageFault('name the wallet, or all of them: statement --all --month 2026-10');
  const [form] = forms;
  if (forms.length > 1 || form === undefined) throw new UsageFault('name one --format: a statement is printed in one');
  const address = walletArgument(wallet);
  if ((options.month === undefined) === (options.year === undefined)) {
    throw new UsageFault('name the month or the year of the statement: --month 2026-10, --year 2026');
  }
  return withWorkspace(options, async (workspace) => {
    const record = await listed(() => recordOf(workspace, address, options));
    printData(statementIn(form, found(record), statementHash));
    return EXIT.done;
  });
}

/** A list of jobs that cannot be had is none, and no fault of the program. */
async function listed<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnlistedJobs) throw new UsageFault(error.message);
    throw error;
  }
}

async function jobsRequest(
  workspace: Workspace,
  wallet: string | null,
  options: StatementOptions,
): Promise<StatementJobsRequest> {
  return { workspace, policy: await policyIn(workspace, options)(), wallet, isListed: options.jobs === true };
}

async function recordOf(
  workspace: Workspace,
  wallet: string,
  options: StatementOptions,
): Promise<StatementRecord | NoStatement> {
  const { db } = workspace.store;
  const { month, year, out } = options;
  if (month === undefined) {
    const ofYear = await readStatementYear(db, out, yearArgument(year ?? ''));
    if ('none' in ofYear) return ofYear;
    const record = yearStatementOf(ofYear, wallet);
    if ('none' in record) return record;
    const request = await jobsRequest(workspace, wallet, options);
    for await (const withJobs of withListedJobs(ofYear, request, [record])) return withJobs;
    return record;
  }
  const asOfMs = instantArgument(options.asOf);
  const books = await readStatementMonth(db, policyIn(workspace, options), out, monthArgument(month), asOfMs);
  if ('none' in books) return books;
  const record = monthStatementOf(books, wallet);
  if ('none' in record) return record;
  const jobs = await StatementJobs.open(await jobsRequest(workspace, wallet, options), books.proven);
  try {
    return { ...record, ...(await jobs.of(record.statement)) };
  } finally {
    await jobs.close();
  }
}

async function writeAll(
  wallet: string | undefined,
  forms: readonly StatementForm[],
  options: StatementOptions,
): Promise<ExitCode> {
  if (wallet !== undefined || (options.month === undefined) === (options.year === undefined)) {
    throw new UsageFault(
      'all statements are those of one month or of one year: statement --all --month 2026-10, statement --all --year 2026',
    );
  }
  return withLockedWorkspace(options, thisRun('statement --all'), async (workspace) => {
    const written = await listed(() => writeThem(workspace, forms, options));
    const { check, ...document } = written;
    if (options.json) printDocument('statements', document);
    else if (!options.quiet) {
      const said = `statements of ${countOf(written.wallets, 'wallet')}, ${countOf(written.files, 'file')}\n${written.directory}\n`;
      printText(`${said}${check === null ? '' : nextCommand(checking(check))}`, options);
    }
    return EXIT.done;
  });
}

/** The command that checks one of them, as a worker would. */
function checking({ file, published }: NonNullable<WrittenStatements['check']>): string {
  const manifests = published.map((path) => ` --manifest ${quotedForShell(path)}`);
  return `verify-statement ${quotedForShell(file)}${manifests.join('')}`;
}

async function writeThem(
  workspace: Workspace,
  forms: readonly StatementForm[],
  options: StatementOptions,
): Promise<WrittenStatements> {
  const { month, year = '', out } = options;
  const { db } = workspace.store;
  const writing = { forms, progress: progressOn(options) };
  const jobs = await jobsRequest(workspace, null, options);
  if (month === undefined) {
    return writeYearStatements(out, found(await readStatementYear(db, out, yearArgument(year))), jobs, writing);
  }
  const asOfMs = instantArgument(options.asOf);
  const books = found(await readStatementMonth(db, policyIn(workspace, options), out, monthArgument(month), asOfMs));
  return writeStatements(out, books, jobs, writing);
}

/** Null where there is no configuration to be found. */
function policyIn(workspace: Workspace, options: StatementOptions): () => Promise<Policy | null> {
  return async () => {
    try {
      return (await loadPolicy(workspace, options)).policy;
    } catch (error) {
      if (error instanceof InvalidInput && error.problems.every(({ code }) => code === 'no-config')) return null;
      throw error;
    }
  };
}

function found<Found extends object>(result: Found | NoStatement): Found {
  if ('none' in result) throw new UsageFault(result.none);
  return result;
}

/** `--format`, else JSON by `--json`, else text to read and all three forms to hand out. */
function formsIn({ format, json, all }: StatementOptions): StatementForm[] {
  if (format === undefined) {
    if (all === true) return ['text', 'csv', 'html'];
    return [json ? 'json' : 'text'];
  }
  return format.split(',').map((name) => {
    const form = STATEMENT_FORMS.find((each) => each === name);
    if (form === undefined) throw new UsageFault(`"${name}" is no form of a statement: ${STATEMENT_FORMS.join(', ')}`);
    return form;
  });
}

/** An address in lower case. @throws UsageFault */
function walletArgument(text: string): string {
  const fault = checksumFault(text);
  if (fault === 'not-a-wallet') throw new UsageFault(`"${text}" is not a wallet: 0x and 40 hexadecimal digits`);
  if (fault !== null) throw new UsageFault(`"${text}" does not fit its checksum: a character may be wrong`);
  return text.toLowerCase();
}

function yearArgument(text: string): string {
  if (!/^\d{4}$/.test(text)) throw new UsageFault(`"${text}" is not a year; write it like 2026`);
  return text;
}
