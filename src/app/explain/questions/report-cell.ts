import { FIRST_ROW } from '../../../core/explanation/pool/month-figures.ts';
import { poolCellExplanation } from '../../../core/explanation/pool/pool-cell.ts';
import type { Explanation } from '../../../core/explanation/tree/explanation.ts';
import type { ExplainedRow } from '../../../core/explanation/tree/report-row.ts';
import { payoutCellExplanation, walletExplanation } from '../../../core/explanation/wallets/payout-cell.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { explainedMonth } from '../month/explained-month.ts';
import { numberedRows, type ReportedMonth, reportedMonth, rowsOfReport } from '../month/reported-month.ts';
import { uncreditedWallet } from '../wallets/uncredited-wallet.ts';
import { walletFigures } from '../wallets/wallet-figures.ts';

/** A cell, or a whole row, of a report. */
export interface CellQuestion {
  readonly file: string;
  /** The header is row 1. */
  readonly row: number;
  /** Null for the row's own figure. */
  readonly column: string | null;
}

/** `pool.csv:9`, `payouts.csv:17:earned_usd`, `voided-batch-1.csv:2`, also with directories before the name. Null for what names no cell. */
export function cellQuestion(text: string): CellQuestion | null {
  const match = /(?:^|\/)([a-z][a-z-]*(?:-\d+)?[.]csv):(\d+)(?::([a-z0-9_-]+))?$/.exec(text);
  const [, file, row, column] = match ?? [];
  return file === undefined || row === undefined ? null : { file, row: Number(row), column: column ?? null };
}

/** The columns of pool.csv that say which figure its row has. */
const NAMES_OF_ROW: ReadonlySet<string> = new Set(['month', 'state', 'line', 'provider']);

/** Explains a cell of pool.csv. Null where it has no such row or column. */
export async function poolCell(
  request: ExplainRequest,
  month: Month,
  { row, column }: CellQuestion,
): Promise<Explanation | null> {
  if (column !== null && column !== 'amount_usd' && !NAMES_OF_ROW.has(column)) return null;
  const { figures } = await explainedMonth(request, month, true);
  const line = figures.lines[row - FIRST_ROW];
  return line === undefined ? null : poolCellExplanation(figures, line.line, line.provider);
}

/**
 * Explains figures by what a summary calls them: a line of pool.csv (`pool`, `carried in`), that of all where there is one,
 * else each provider's; a provider by its net revenue, the month itself by its pool. Nothing for any other name.
 */
export async function namedFigures(request: ExplainRequest, month: Month, asked: string): Promise<Explanation[]> {
  const name = asked === formatMonth(month) ? 'pool' : asked.toLowerCase().replaceAll(/[ -]/g, '_');
  const rows = await rowsOfReport(await reportedMonth(request, month), 'pool.csv');
  const isIn = (column: string, value: string) => (row: ExplainedRow) => row.cells.get(column) === value;
  const ofLine = rows.filter(isIn('line', name));
  const ofAll = ofLine.filter(isIn('provider', 'all'));
  const ofProvider = rows.filter(isIn('line', 'net_revenue')).filter(isIn('provider', name));
  const notNone = ofLine.filter(({ cells }) => /[1-9]/.test(cells.get('amount_usd') ?? ''));
  const found = [ofAll, notNone, ofLine, ofProvider].find(({ length }) => length > 0) ?? [];
  const explained = await Promise.all(
    found.map(({ file, row }) => poolCell(request, month, { file, row, column: null })),
  );
  return explained.filter((each) => each !== null);
}

/** Explains a cell of payouts.csv, or a wallet's whole row. Null where it has no such row or column. */
export async function payoutCell(
  request: ExplainRequest,
  month: Month,
  { row, column }: CellQuestion,
): Promise<Explanation | null> {
  const explainedOne = await explainedMonth(request, month, false);
  const at = row - FIRST_ROW;
  if (explainedOne.figures.parts[at] === undefined) return null;
  const wallet = await walletFigures(request, explainedOne, at);
  return column === null ? walletExplanation(wallet) : payoutCellExplanation(wallet, column);
}

/** Explains what a month says of a wallet. Null where neither its reports nor its jobs nor the accounts name it. */
export async function walletInMonth(
  request: ExplainRequest,
  month: Month,
  wallet: string,
): Promise<Explanation | null> {
  const explainedOne = await explainedMonth(request, month, false);
  const at = explainedOne.figures.parts.findIndex((part) => part.wallet.toLowerCase() === wallet.toLowerCase());
  return at === -1
    ? uncreditedWallet(request, explainedOne, wallet)
    : walletExplanation(await walletFigures(request, explainedOne, at));
}

/** A wallet as a table of a terminal shortens it, or the beginning of one. */
const SHORTENED = /^(0x[0-9a-f]{4,39})(?:(?:…|[.]{2,3})([0-9a-f]{2,}))?$/i;

/** Explains the one wallet of a month that a shortened address fits. Null where none fits, or several. */
export async function shortenedWallet(
  request: ExplainRequest,
  month: Month,
  asked: string,
): Promise<Explanation | null> {
  const [, start, end = ''] = SHORTENED.exec(asked.toLowerCase()) ?? [];
  if (start === undefined) return null;
  const fitting = new Set<string>();
  for await (const wallet of walletsOf(await reportedMonth(request, month))) {
    const address = wallet.toLowerCase();
    if (address.startsWith(start) && address.endsWith(end)) fitting.add(address);
  }
  const [only, ...others] = fitting;
  return only === undefined || others.length > 0 ? null : walletInMonth(request, month, only);
}

/** The wallets that a month names, credited or not; one may come several times. */
async function* walletsOf(reports: ReportedMonth): AsyncGenerator<string> {
  for (const name of ['payouts.csv', 'wallet-jobs.csv'])
    for await (const { columns, records } of numberedRows(reports, name))
      for (const record of records) yield record[columns.get('wallet') ?? -1] ?? '';
}
