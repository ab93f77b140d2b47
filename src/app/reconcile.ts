import { join, relative } from 'node:path';
import type { Policy } from '../config/policy.ts';
import type { MonthClose } from '../core/close/month-close.ts';
import { formatMonth, type Month } from '../core/month/month.ts';
import type { Posting } from '../core/revenue/posting.ts';
import { checkWritable, type OutputDirectory, stageDirectory } from '../files/output-directory.ts';
import { InvalidInput, problem } from '../problems/problem.ts';
import { exceptionsCsv, type ShownException, shownException } from '../render/exceptions-csv.ts';
import { exclusionsCsv } from '../render/exclusions-csv.ts';
import { manifestJson } from '../render/manifest-json.ts';
import { payoutsCsv } from '../render/payouts-csv.ts';
import { poolCsv } from '../render/pool-csv.ts';
import { postingsHeader, postingsRows } from '../render/postings-csv.ts';
import { listImports } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';
import { closeMonth, stateOf } from './close-month.ts';
import type { DataDirectory } from './data-directory.ts';
import type { Progress } from './progress.ts';

/** A reconciled month: the close, its digest and state, and where its reports are. */
export interface ReconciledMonth {
  readonly close: MonthClose;
  readonly digest: string;
  readonly state: 'estimate' | 'review';
  readonly exceptions: readonly ShownException[];
  /** The directory of the reports. */
  readonly directory: string;
  /** Names of the reports, relative to the output directory. */
  readonly reports: readonly string[];
}

export interface ReconcileRequest {
  readonly db: Database;
  readonly data: DataDirectory;
  readonly policy: Policy;
  readonly month: Month;
  readonly asOfMs: number;
  /** The output directory, usually `reports`. */
  readonly out: string;
  readonly version: string;
  readonly progress: Progress;
}

const POSTINGS_AT_A_TIME = 1000;

/**
 * What can be refused before anything is imported: a month before first_month, and a place where no reports can be
 * written.
 *
 * @throws InvalidInput before-first-month, unreadable-path
 */
export function checkRequest({ policy, month, out }: Pick<ReconcileRequest, 'policy' | 'month' | 'out'>): void {
  if (month < policy.firstMonth) {
    const message = `${formatMonth(month)} is before first_month ${formatMonth(policy.firstMonth)}`;
    throw new InvalidInput([problem('before-first-month', { file: 'revshare.yaml' }, message)]);
  }
  checkWritable(join(out, formatMonth(month)));
}

/**
 * `revshare reconcile MONTH` after its import: computes the month and writes its reports, whole or not at all.
 *
 * @throws InvalidInput as `checkRequest`
 */
export async function reconcile(request: ReconcileRequest): Promise<ReconciledMonth> {
  const { db, data, policy, month, progress } = request;
  checkRequest(request);
  const state = stateOf(month, request.asOfMs);
  const directory = join(request.out, formatMonth(month), state);
  const staged = stageDirectory(directory);
  try {
    const postings = postingsFile(staged, state);
    const { close, digest } = await closeMonth(db, data, policy, month, postings.take, progress);
    postings.flush();
    const exceptions = await shown(db, close);
    await writeReports(request, staged, { close, digest, state, exceptions });
    const names = staged.hashes().map(({ name }) => name);
    staged.replace();
    const reports = names.map((name) => join(relative(request.out, directory), name).replaceAll('\\', '/'));
    return { close, digest, state, exceptions, directory, reports };
  } catch (error) {
    staged.discard();
    throw error;
  }
}

/** postings.csv, written as the postings come. */
function postingsFile(staged: OutputDirectory, state: string): { take: (posting: Posting) => void; flush: () => void } {
  const file = staged.openFile('postings.csv');
  let waiting: Posting[] = [];
  const flush = (): void => {
    if (waiting.length > 0) file.write(postingsRows(waiting, state));
    waiting = [];
  };
  file.write(postingsHeader());
  return {
    flush,
    take(posting) {
      waiting.push(posting);
      if (waiting.length === POSTINGS_AT_A_TIME) flush();
    },
  };
}

async function shown(db: Database, close: MonthClose): Promise<ShownException[]> {
  const names = new Map((await listImports(db)).map((record) => [record.sha256, record.name]));
  return close.findings.map((finding) => shownException(finding, (input) => names.get(input) ?? input));
}

async function writeReports(
  request: ReconcileRequest,
  staged: OutputDirectory,
  result: Pick<ReconciledMonth, 'close' | 'digest' | 'state' | 'exceptions'>,
): Promise<void> {
  const { close, state } = result;
  staged.writeFile('payouts.csv', payoutsCsv(close, state));
  staged.writeFile('pool.csv', poolCsv(close, state));
  staged.writeFile('exclusions.csv', exclusionsCsv(close.exclusions));
  staged.writeFile('exceptions.csv', exceptionsCsv(result.exceptions));
  const inputs = (await listImports(request.db)).filter((record) => record.active);
  staged.writeFile(
    'manifest.json',
    manifestJson({
      ...result,
      inputs,
      files: staged.hashes(),
      policy: request.policy.written,
      version: request.version,
    }),
  );
}
