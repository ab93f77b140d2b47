import type { DecisionBook } from '../core/close/decision.ts';
import type { MonthClose } from '../core/close/month-close.ts';
import type { Posting } from '../core/revenue/posting.ts';
import type { UsageRecord } from '../core/usage/usage-record.ts';
import type { OutputDirectory } from '../files/output-directory.ts';
import { adjustmentsHeader, adjustmentsRows } from '../render/adjustments-csv.ts';
import { exceptionsCsv, type ShownException, shownException } from '../render/exceptions-csv.ts';
import { exclusionsCsv } from '../render/exclusions-csv.ts';
import { manifestJson } from '../render/manifest-json.ts';
import { payoutsCsv } from '../render/payouts-csv.ts';
import { poolCsv } from '../render/pool-csv.ts';
import { postingsHeader, postingsRows } from '../render/postings-csv.ts';
import { usageJson } from '../render/usage-json.ts';
import { listImports } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';

const POSTINGS_AT_A_TIME = 1000;

/** postings.csv and adjustments.csv, written as the postings come. */
export function postingFiles(
  staged: OutputDirectory,
  state: string,
): { take: (posting: Posting) => void; flush: () => void } {
  const all = staged.openFile('postings.csv');
  const adjustments = staged.openFile('adjustments.csv');
  let waiting: Posting[] = [];
  const flush = (): void => {
    if (waiting.length > 0) {
      all.write(postingsRows(waiting, state));
      adjustments.write(adjustmentsRows(waiting, state));
    }
    waiting = [];
  };
  all.write(postingsHeader());
  adjustments.write(adjustmentsHeader());
  return {
    flush,
    take(posting) {
      waiting.push(posting);
      if (waiting.length === POSTINGS_AT_A_TIME) flush();
    },
  };
}

/** The month's exceptions with the names of their files. */
export async function shownExceptions(db: Database, close: MonthClose): Promise<ShownException[]> {
  const names = new Map((await listImports(db)).map((record) => [record.sha256, record.name]));
  return close.findings.map((finding) => shownException(finding, (input) => names.get(input) ?? input));
}

/** What the reports of a month say beside the close itself. */
export interface ReportFacts {
  readonly close: MonthClose;
  readonly digest: string;
  readonly state: string;
  readonly exceptions: readonly ShownException[];
  readonly decisions: DecisionBook;
  readonly policy: unknown;
  readonly version: string;
  /** What the month took of a job table; null when its jobs are those of imported logs. */
  readonly usage: UsageRecord | null;
  /** Of a final month: the hash of the manifest before, and whether it was closed before 30 days had passed. */
  readonly chain: { readonly previousManifest: string | null; readonly early: boolean } | null;
}

/** Everything beside the posting files; the manifest last, because it holds the others' hashes. */
export async function writeReports(db: Database, staged: OutputDirectory, facts: ReportFacts): Promise<void> {
  const { close, state } = facts;
  staged.writeFile('payouts.csv', payoutsCsv(close, state));
  staged.writeFile('pool.csv', poolCsv(close, state));
  staged.writeFile('exclusions.csv', exclusionsCsv(close.exclusions));
  staged.writeFile('exceptions.csv', exceptionsCsv(facts.exceptions));
  if (facts.usage !== null) staged.writeFile('usage.json', usageJson(facts.usage));
  const inputs = await listImports(db);
  staged.writeFile(
    'manifest.json',
    manifestJson({ ...facts, jobTable: facts.usage?.table ?? null, inputs, files: staged.hashes() }),
  );
}
