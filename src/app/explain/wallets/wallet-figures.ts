import type { Explanation } from '../../../core/explanation/tree/explanation.ts';
import type { WalletFigures } from '../../../core/explanation/wallets/payout-cell.ts';
import type { WalletJobs } from '../../../core/explanation/wallets/wallet-jobs.ts';
import { addMonths, formatMonth, type Month } from '../../../core/month/month.ts';
import type { PayoutCells } from '../../../core/statement/month-statement.ts';
import type { PointsOfMonth } from '../../../core/usage/month-work.ts';
import { ConnectionLost } from '../../../problems/connection-lost.ts';
import { InvalidInput } from '../../../problems/problem.ts';
import { payoutCellsReader } from '../../../render/reports/payouts-csv.ts';
import { type WorkLists, workReader } from '../../../render/reports/wallet-jobs-csv.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { activeSmallRows } from '../../../store/inputs/small-rows.ts';
import { jobsOfMonth } from '../jobs/jobs-of-month.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import type { ExplainedMonth } from '../month/explained-month.ts';
import { numberedRows, type ReportedMonth } from '../month/reported-month.ts';
import { accountMoves, adjustmentsIn } from './account-moves.ts';

/** What a wallet's row of payouts.csv is explained from. @param at its place among the rows */
export async function walletFigures(
  request: ExplainRequest,
  { reports, figures }: ExplainedMonth,
  at: number,
): Promise<WalletFigures> {
  const part = figures.parts[at];
  if (part === undefined) throw new Error(`payouts.csv has no wallet ${at + 1}`);
  const { db } = request.workspace.store;
  const wallet = part.wallet.toLowerCase();
  return {
    figures,
    at,
    part,
    cells: { ...(await cellsAt(reports, at)), month: formatMonth(figures.month) },
    jobs: await walletJobs(request, reports, wallet),
    before: await accountMoves(db, wallet, addMonths(figures.month, -1)),
    adjusted: await adjustmentsIn(db, wallet, figures.month),
    payee: await payeeOf(db, figures.month, wallet),
  };
}

async function cellsAt(reports: ReportedMonth, at: number): Promise<PayoutCells> {
  let passed = 0;
  for await (const { columns, records } of numberedRows(reports, 'payouts.csv')) {
    const record = records[at - passed];
    if (record !== undefined) return payoutCellsReader(columns)(record);
    passed += records.length;
  }
  return {};
}

/** A wallet's jobs of a month, credited or not. @param wallet in lower case */
export async function walletJobs(request: ExplainRequest, reports: ReportedMonth, wallet: string): Promise<WalletJobs> {
  const late = await lateOf(reports, wallet);
  const question = { by: 'wallet', wallet, month: reports.month } as const;
  if (!reports.isOfTable) return { rows: await jobsOfMonth(request, reports, question), late, elsewhere: '' };
  const table = 'the table that usage.json names';
  try {
    return { rows: await jobsOfMonth(request, reports, question), late, elsewhere: table };
  } catch (error) {
    // A month is explained by its reports whether or not a server answers; what it did not say is told.
    if (!(error instanceof InvalidInput || error instanceof ConnectionLost)) throw error;
    return { rows: [], late, elsewhere: `${table}, which does not answer` };
  }
}

async function lateOf(reports: ReportedMonth, wallet: string): Promise<PointsOfMonth[]> {
  const work: WorkLists = { workers: [], models: [], excluded: [], late: [] };
  for await (const { columns, records } of numberedRows(reports, 'wallet-jobs.csv')) {
    const read = workReader(columns, work);
    for (const record of records) read(record);
    // Only the wallet's own are kept: there may be a hundred thousand others.
    for (const list of [work.workers, work.models, work.excluded]) list.length = 0;
    work.late.splice(0, work.late.length, ...work.late.filter((each) => each.wallet === wallet));
  }
  return work.late;
}

/** The row of payees.csv that says how a wallet is paid in a month; null where there is none. */
async function payeeOf(db: Database, month: Month, wallet: string): Promise<Explanation['source']> {
  const rows = await activeSmallRows(db, 'payees');
  const own = rows.filter(({ row }) => row.wallet.toLowerCase() === wallet && row.fromMonth <= month);
  const latest = own.sort((a, b) => a.row.fromMonth - b.row.fromMonth).at(-1);
  return latest?.source ?? null;
}
