import { hash } from 'node:crypto';
import type { DecisionBook } from '../../../core/close/decision.ts';
import type { MonthClose } from '../../../core/close/month-close.ts';
import { forwardView } from '../../../core/deferral/forward.ts';
import type { JournalPolicy } from '../../../core/journal/accounts.ts';
import type { Month } from '../../../core/month/month.ts';
import type { PayoutTerms } from '../../../core/payout/ledger/method.ts';
import type { ReconciliationLine } from '../../../core/reconciliation/reconciliation-line.ts';
import { merkleTree } from '../../../core/statement/merkle-proof.ts';
import {
  monthStatements,
  publishedMonth,
  type StatementSource,
  statementLeaf,
} from '../../../core/statement/month-statement.ts';
import { earningWorkers } from '../../../core/usage/leaderboard.ts';
import type { MonthWork } from '../../../core/usage/month-work.ts';
import type { Signal } from '../../../core/usage/signals.ts';
import type { UsageRecord } from '../../../core/usage/usage-record.ts';
import type { OutputDirectory } from '../../../files/output-directory.ts';
import { exceptionsCsv, type ShownException, shownException } from '../../../render/reports/exceptions-csv.ts';
import { exclusionsCsv } from '../../../render/reports/exclusions-csv.ts';
import { forwardCsv } from '../../../render/reports/forward-csv.ts';
import { leaderboardChunks } from '../../../render/reports/leaderboard.ts';
import { type Manifest, manifestJson, type SaidByManifest } from '../../../render/reports/manifest-json.ts';
import { type PayoutRow, payoutCells, payoutRows, payoutsChunks } from '../../../render/reports/payouts-csv.ts';
import { poolCsv } from '../../../render/reports/pool-csv.ts';
import { PUBLIC_FILE, publicJson } from '../../../render/reports/public-json.ts';
import { reconciliationCsv } from '../../../render/reports/reconciliation-csv.ts';
import { rollforwardCsv } from '../../../render/reports/rollforward-csv.ts';
import { signalsCsv } from '../../../render/reports/signals-csv.ts';
import { usageChunks } from '../../../render/reports/usage-json.ts';
import { walletJobsChunks } from '../../../render/reports/wallet-jobs-csv.ts';
import { warningsCsv } from '../../../render/reports/warnings-csv.ts';
import { waterfallCsv } from '../../../render/reports/waterfall-csv.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { inputNames, listImports } from '../../../store/inputs/imports.ts';
import { monthAccounts } from '../../payouts/month-accounts.ts';
import type { MonthOverview } from './month-overview.ts';
import { statementHash } from './statement-hash.ts';

/** The month's exceptions with the names of their files. */
export async function shownExceptions(db: Database, close: MonthClose): Promise<ShownException[]> {
  const nameOf = await inputNames(db);
  return close.findings.map((finding) => shownException(finding, nameOf));
}

/** The month at a glance, in every directory of reports. */
export const MONTH_PAGE = 'report.html';
/** What is worth a look. */
export const WARNINGS_FILE = 'warnings.csv';
export const EXCEPTIONS_FILE = 'exceptions.csv';
const MONTHS_ON_THE_PAGE = 12;

/** What the reports of a month say beside the close itself. */
export interface ReportFacts {
  readonly close: MonthClose;
  /** The jobs of the month by wallet. */
  readonly work: MonthWork;
  readonly signals: readonly Signal[];
  readonly digest: string;
  readonly state: string;
  readonly exceptions: readonly ShownException[];
  readonly decisions: DecisionBook;
  /** The lines of reconciliation.csv. */
  readonly reconciliation: readonly ReconciliationLine[];
  /** In force in the month, and what changes before and after it; null when nothing does. */
  readonly policy: unknown;
  readonly policyOverTime: unknown;
  /** `pool.share` of any month, planned changes included. */
  readonly shareIn: (month: Month) => string;
  /** How the journal is written; null when there is none. */
  readonly journal: JournalPolicy | null;
  /** How the jobs were looked at, as revshare.yaml has it. */
  readonly look: unknown;
  readonly payouts: PayoutTerms;
  /** When its payouts are due, `YYYY-MM-DD` (R14). */
  readonly payoutDue: string;
  /** What report.html tells beside the other reports; null where none is written. */
  readonly overview: MonthOverview | null;
  /** SHA-256 of the page that a final month was approved with, where its close is repeated. */
  readonly recordedPage?: string;
  readonly version: string;
  /** Of a repeated close: what its manifest says beside what every version's does. */
  readonly says?: SaidByManifest;
  /** What the month took of a job table; null when its jobs are those of imported logs. */
  readonly usage: UsageRecord | null;
  /** Of a final month: the hash of the manifest before, and whether it was closed before 30 days had passed. */
  readonly chain: Manifest['chain'];
}

/**
 * Everything beside the streamed files; the manifest last, because it holds the others' hashes, and after it public.json,
 * which follows from it alone. Returns the manifest.
 *
 * @param isPublished false of a month that an earlier version closed without a public.json
 */
export async function writeReports(
  db: Database,
  staged: OutputDirectory,
  facts: ReportFacts,
  isPublished = true,
): Promise<string> {
  const { close, state, work } = facts;
  const payouts = payoutRows(close, state, await monthAccounts(db, facts.payouts, close));
  writeChunks(staged, 'payouts.csv', payoutsChunks(payouts));
  staged.writeFile('pool.csv', poolCsv(close, state));
  const { rollforward, waterfall } = close.deferral;
  staged.writeFile('rollforward.csv', rollforwardCsv(rollforward, close.month, state));
  staged.writeFile('waterfall.csv', waterfallCsv(waterfall, close.month, state));
  staged.writeFile('forward.csv', forwardCsv(forwardView(waterfall, close.month, facts.shareIn), close.month, state));
  staged.writeFile(WARNINGS_FILE, warningsCsv(close.warnings, close.month, state));
  staged.writeFile('signals.csv', signalsCsv(facts.signals, close, state));
  staged.writeFile('reconciliation.csv', reconciliationCsv(facts.reconciliation, close.month, state));
  staged.writeFile('exclusions.csv', exclusionsCsv(close.exclusions));
  staged.writeFile(EXCEPTIONS_FILE, exceptionsCsv(facts.exceptions));
  const workers = earningWorkers(close.pool.parts, work);
  const board = { csv: staged.openFile('leaderboard.csv'), json: staged.openFile('leaderboard.json') };
  for (const { csv, json } of leaderboardChunks(close.month, state, close.pool.parts, workers)) {
    board.csv.write(csv);
    board.json.write(json);
  }
  writeChunks(staged, 'wallet-jobs.csv', walletJobsChunks(close.month, state, work));
  const published = publishedMonth(close, state, facts.digest);
  const source = { published, payouts: cellsByWallet(payouts), workers, work };
  const statements = merkleTree(leaves(source), statementHash);
  if (facts.usage !== null) writeChunks(staged, 'usage.json', usageChunks(facts.usage));
  await writePage(db, staged, facts, payouts);
  const inputs = await listImports(db);
  const jobTable = facts.usage?.table ?? null;
  const manifest = manifestJson({ ...facts, statements, jobTable, inputs, files: staged.hashes() });
  staged.writeFile('manifest.json', manifest);
  if (isPublished) staged.writeFile(PUBLIC_FILE, publicJson(manifest, hash('sha256', manifest)));
  return manifest;
}

/** report.html. Loaded here, because charts are drawn for nothing else. */
async function writePage(
  db: Database,
  staged: OutputDirectory,
  facts: ReportFacts,
  payouts: readonly PayoutRow[],
): Promise<void> {
  const { close, overview, recordedPage, signals } = facts;
  if (overview === null) return;
  const { monthPage } = await import('../../../render/page/month-page.ts');
  const forward = forwardView(close.deferral.waterfall, close.month, facts.shareIn, MONTHS_ON_THE_PAGE);
  const warnings = close.warnings.length + signals.length;
  const page = { ...facts, ...overview, payouts, forward, warnings, fileOf: await inputNames(db) };
  const text = monthPage(page, statementHash);
  // A page that another version drew is held to its hash: what it shows are figures of the other reports.
  if (recordedPage === undefined || recordedPage === hash('sha256', text)) staged.writeFile(MONTH_PAGE, text);
  else staged.list(MONTH_PAGE, recordedPage);
}

function* leaves(source: StatementSource): Generator<string> {
  for (const statement of monthStatements(source)) yield statementLeaf(statement);
}

/** The cells of a wallet are made when its statement asks for them. */
function cellsByWallet(rows: readonly PayoutRow[]): StatementSource['payouts'] {
  const byWallet = new Map(rows.map((row) => [row.part.wallet, row]));
  return {
    keys: () => byWallet.keys(),
    get(wallet) {
      const row = byWallet.get(wallet);
      return row === undefined ? undefined : payoutCells(row);
    },
  };
}

function writeChunks(staged: OutputDirectory, name: string, chunks: Iterable<string>): void {
  const file = staged.openFile(name);
  for (const chunk of chunks) file.write(chunk);
}
