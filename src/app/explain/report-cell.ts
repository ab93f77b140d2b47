import type { Explanation } from '../../core/explanation/explanation.ts';
import { FIRST_ROW } from '../../core/explanation/month-figures.ts';
import { payoutCellExplanation, walletExplanation } from '../../core/explanation/payout-cell.ts';
import { poolCellExplanation } from '../../core/explanation/pool-cell.ts';
import type { Month } from '../../core/month/month.ts';
import type { ExplainRequest } from './explain-request.ts';
import { explainedMonth } from './explained-month.ts';
import { walletFigures } from './wallet-figures.ts';

/** A cell, or a whole row, of a report. */
export interface CellQuestion {
  readonly file: string;
  /** The header is row 1. */
  readonly row: number;
  /** Null for the row's own figure. */
  readonly column: string | null;
}

/** `pool.csv:9`, `payouts.csv:17:earned_usd`, also with directories before the name. Null for what names no cell. */
export function cellQuestion(text: string): CellQuestion | null {
  const match = /(?:^|\/)([a-z][a-z-]*[.]csv):(\d+)(?::([a-z0-9_-]+))?$/.exec(text);
  const [, file, row, column] = match ?? [];
  return file === undefined || row === undefined ? null : { file, row: Number(row), column: column ?? null };
}

/** Explains a cell of pool.csv. Null where it has no such row. */
export async function poolCell(
  request: ExplainRequest,
  month: Month,
  { row }: CellQuestion,
): Promise<Explanation | null> {
  const { figures } = await explainedMonth(request, month, true);
  const line = figures.lines[row - FIRST_ROW];
  return line === undefined ? null : poolCellExplanation(figures, line.line, line.provider);
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

/** Explains what a month says of a wallet. Null where payouts.csv does not name it. */
export async function walletInMonth(
  request: ExplainRequest,
  month: Month,
  wallet: string,
): Promise<Explanation | null> {
  const explainedOne = await explainedMonth(request, month, false);
  const at = explainedOne.figures.parts.findIndex((part) => part.wallet.toLowerCase() === wallet.toLowerCase());
  return at === -1 ? null : walletExplanation(await walletFigures(request, explainedOne, at));
}
