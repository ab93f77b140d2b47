import type { DecisionBook } from '../core/close/decision.ts';
import type { MonthClose } from '../core/close/month-close.ts';
import { forwardView } from '../core/deferral/forward.ts';
import type { JournalPolicy } from '../core/journal/accounts.ts';
import type { PayoutTerms } from '../core/payout/method.ts';
import type { ReconciliationLine } from '../core/reconciliation/reconciliation-line.ts';
import { merkleTree } from '../core/statement/merkle-proof.ts';
import { monthStatements, publishedMonth, statementLeaf } from '../core/statement/month-statement.ts';
import type { MonthWork } from '../core/usage/month-work.ts';
import type { UsageRecord } from '../core/usage/usage-record.ts';
import type { OutputDirectory } from '../files/output-directory.ts';
import { exceptionsCsv, type ShownException, shownException } from '../render/exceptions-csv.ts';
import { exclusionsCsv } from '../render/exclusions-csv.ts';
import { forwardCsv } from '../render/forward-csv.ts';
import { leaderboardReports } from '../render/leaderboard.ts';
import { manifestJson } from '../render/manifest-json.ts';
import { payoutCells, payoutRows, payoutsCsv } from '../render/payouts-csv.ts';
import { poolCsv } from '../render/pool-csv.ts';
import { reconciliationCsv } from '../render/reconciliation-csv.ts';
import { rollforwardCsv } from '../render/rollforward-csv.ts';
import { usageJson } from '../render/usage-json.ts';
import { walletJobsCsv } from '../render/wallet-jobs-csv.ts';
import { warningsCsv } from '../render/warnings-csv.ts';
import { waterfallCsv } from '../render/waterfall-csv.ts';
import { listImports } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';
import { monthAccounts } from './payouts/month-accounts.ts';

/** The month's exceptions with the names of their files. */
export async function shownExceptions(db: Database, close: MonthClose): Promise<ShownException[]> {
  const names = new Map((await listImports(db)).map((record) => [record.sha256, record.name]));
  return close.findings.map((finding) => shownException(finding, (input) => names.get(input) ?? input));
}

/** What the reports of a month say beside the close itself. */
export interface ReportFacts {
  readonly close: MonthClose;
  /** The jobs of the month by wallet. */
  readonly work: MonthWork;
  readonly digest: string;
  readonly state: string;
  readonly exceptions: readonly ShownException[];
  readonly decisions: DecisionBook;
  /** The lines of reconciliation.csv. */
  readonly reconciliation: readonly ReconciliationLine[];
  readonly policy: unknown;
  /** How the journal is written; null when there is none. */
  readonly journal: JournalPolicy | null;
  readonly payouts: PayoutTerms;
  readonly version: string;
  /** What the month took of a job table; null when its jobs are those of imported logs. */
  readonly usage: UsageRecord | null;
  /** Of a final month: the hash of the manifest before, and whether it was closed before 30 days had passed. */
  readonly chain: { readonly previousManifest: string | null; readonly early: boolean } | null;
}

/** Everything beside the streamed files; the manifest last, because it holds the others' hashes. */
export async function writeReports(db: Database, staged: OutputDirectory, facts: ReportFacts): Promise<void> {
  const { close, state, work } = facts;
  const payouts = payoutRows(close, state, await monthAccounts(db, facts.payouts, close));
  staged.writeFile('payouts.csv', payoutsCsv(payouts));
  staged.writeFile('pool.csv', poolCsv(close, state));
  const { rollforward, waterfall } = close.deferral;
  staged.writeFile('rollforward.csv', rollforwardCsv(rollforward, close.month, state));
  staged.writeFile('waterfall.csv', waterfallCsv(waterfall, close.month, state));
  staged.writeFile(
    'forward.csv',
    forwardCsv(forwardView(waterfall, close.month, close.pool.share), close.month, state),
  );
  staged.writeFile('warnings.csv', warningsCsv(close.warnings, close.month, state));
  staged.writeFile('reconciliation.csv', reconciliationCsv(facts.reconciliation, close.month, state));
  staged.writeFile('exclusions.csv', exclusionsCsv(close.exclusions));
  staged.writeFile('exceptions.csv', exceptionsCsv(facts.exceptions));
  const ranked = leaderboardReports(close.month, state, close.pool.parts, work);
  staged.writeFile('leaderboard.csv', ranked.csv);
  staged.writeFile('leaderboard.json', ranked.json);
  staged.writeFile('wallet-jobs.csv', walletJobsCsv(close.month, state, work));
  const statements = merkleTree(
    monthStatements({
      published: publishedMonth(close, state, facts.digest),
      parts: close.pool.parts,
      payouts: new Map(payouts.map((row) => [row.wallet, payoutCells(row)])),
      work,
    }).map(statementLeaf),
  );
  if (facts.usage !== null) staged.writeFile('usage.json', usageJson(facts.usage));
  const inputs = await listImports(db);
  const jobTable = facts.usage?.table ?? null;
  staged.writeFile('manifest.json', manifestJson({ ...facts, statements, jobTable, inputs, files: staged.hashes() }));
}
