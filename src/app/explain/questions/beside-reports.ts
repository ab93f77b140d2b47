import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { usd } from '../../../core/explanation/tree/amount.ts';
import {
  asPartsOf,
  type Explanation,
  explained,
  lessThat,
  sumFormula,
} from '../../../core/explanation/tree/explanation.ts';
import { cellIn, dollarsIn, type ExplainedRow, microIn, textIn } from '../../../core/explanation/tree/report-row.ts';
import { batchCell } from '../../../core/explanation/wallets/batch-cell.ts';
import { formatMonth, type Month, monthFromText } from '../../../core/month/month.ts';
import { hasAddressForm } from '../../../core/wallet/checksum-address.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { accountMoves, adjustmentsIn } from '../wallets/account-moves.ts';
import { paymentCell, receiptCell, rowsIn, termsOf } from '../wallets/payment-rows.ts';
import { noSuchRow } from './not-explained.ts';
import { type CellQuestion, walletInMonth } from './report-cell.ts';
import { behindRow, plainRow } from './row-question.ts';

/** What the files beside a month's reports are: no manifest lists them, and the books write them again. */
const FILES: Readonly<Record<string, string>> = {
  'balances.csv': 'accounts as the books had them when the file was written; payouts MONTH --status has them now',
  'voided-batch.csv': 'a line of a batch that was voided: what was not sent of it went back to the balance',
  'batch.csv': 'a line of the batch in force; payouts MONTH --status says how it stands',
  'receipts.csv': 'a payment as it was recorded; its batch is that of payouts MONTH --status',
  'payment-journal.csv': 'an entry of a payment; docs/payouts.md has the accounts',
  'changed-payees.csv': 'a payee that is another one than when the month became final',
  'preview.csv': 'what a release of the batch would do for the first time',
  'acts.csv': 'an act about payouts, chained to the one before; verify checks the chain',
  'summary.csv': 'a year of a wallet: its final months, and the payments dated in it',
};

/**
 * Explains a row, or a cell, of a CSV beside the month's reports: of payouts, or of statements. Null where there is none
 * such. @throws InvalidInput nothing-to-explain, of a row that it does not have
 */
export async function besideRow(
  request: ExplainRequest,
  month: Month,
  { file, row: at, column }: CellQuestion,
): Promise<Explanation | null> {
  const path = placesOf(request.out, month, file).find((each) => existsSync(each));
  if (path === undefined) return null;
  const rows = rowsIn(path, file);
  const row = rows[at - 2];
  if (row === undefined) throw noSuchRow(file, month, at, rows.length + 1);
  if (column !== null && !row.cells.has(column)) return null;
  const kind = file.replace(/-\d+[.]csv$/, '.csv');
  const ofBatch = BATCHES.has(kind) ? batchCell(row, column, termsOf(request, row)) : null;
  const ofPayment = ofBatch ?? (await PAYMENTS[kind]?.(request, month, row, column)) ?? null;
  const own = ofPayment ?? figureIn(row, column) ?? plainRow(row, column);
  const words = FILES[kind] ?? own.note;
  const note = ofPayment === null || own.note === '' ? words : `${own.note}; ${words}`;
  const { db } = request.workspace.store;
  const wallet = textIn(row, 'wallet').toLowerCase();
  if (!OF_ACCOUNTS.has(kind) || !hasAddressForm(wallet))
    return { ...own, note, factors: [...own.factors, ...(await behindRow(request, month, row))] };
  if (column === 'adjustments_usd') {
    const adjusted = await adjustmentsIn(db, wallet, month);
    return explained({
      ...own,
      note,
      ...(own.amount === null ? { factors: adjusted } : asPartsOf(own.amount, adjusted)),
    });
  }
  const through = file === 'summary.csv' ? monthFromText(`${formatMonth(month).slice(0, 4)}-12`) : month;
  const moves = await accountMoves(db, wallet, through);
  const account = `the account through ${formatMonth(through)}, as the books have it now: ${sumFormula(moves)}`;
  const factors = [...own.factors, ...moves, ...(await behindRow(request, month, row))];
  return { ...own, note: `${note}; ${account}`, factors };
}

/** Files whose rows are of a wallet's account: what moved it stands below them. */
const OF_ACCOUNTS: ReadonlySet<string> = new Set([
  ...['balances.csv', 'batch.csv', 'voided-batch.csv', 'receipts.csv', 'summary.csv'],
]);

/** Files whose rows are lines of a batch. */
const BATCHES: ReadonlySet<string> = new Set(['batch.csv', 'voided-batch.csv']);

type PaymentFigure = (
  request: ExplainRequest,
  month: Month,
  row: ExplainedRow,
  column: string | null,
) => Promise<Explanation | null>;

/** Files about what was sent. */
const PAYMENTS: Readonly<Record<string, PaymentFigure>> = {
  'receipts.csv': receiptCell,
  'payment-journal.csv': paymentCell,
};

function placesOf(out: string, month: Month, file: string): string[] {
  const name = formatMonth(month);
  return [join(name, 'payout'), 'payout', join(name, 'statements'), join(name.slice(0, 4), 'statements')].map((place) =>
    join(out, place, file),
  );
}

/** Dollars of a row; what a balance carries forward is the sum of what moved it (R17). Null for what is no figure in dollars. */
function figureIn(row: ExplainedRow, column: string | null): Explanation | null {
  const carried = 'carried_forward_usd';
  if (row.file === 'balances.csv' && (column === null || column === carried)) {
    const parts = [
      ...['brought_forward_usd', 'earned_usd', 'adjustments_usd'].map((name) => dollarsIn(row, name, wordsOf(name))),
      ...['paid_usd', 'fees_usd'].map((name) => lessThat(dollarsIn(row, name, wordsOf(name)))),
    ];
    return explained({
      label: `carried forward of ${row.cells.get('wallet') ?? ''}`,
      amount: usd(microIn(row, carried)),
      formula: sumFormula(parts),
      rule: 'R17',
      cell: cellIn(row, carried),
      parts,
    });
  }
  if (column?.endsWith('_usd') !== true || !/\d/.test(row.cells.get(column) ?? '')) return null;
  return { ...dollarsIn(row, column, `${wordsOf(column)} of ${row.cells.get('wallet') ?? ''}`), rule: 'R17' };
}

function wordsOf(column: string): string {
  return column.replace(/_usd$/, '').replaceAll('_', ' ');
}

/** A wallet's statement, by the name of its file: it says what the month says of the wallet. Null for another file. */
export async function byStatement(request: ExplainRequest, month: Month, asked: string): Promise<Explanation | null> {
  const wallet = /(?:^|\/)(0x[0-9a-fA-F]{40})[.](?:csv|txt|html|json)(?::\d+)?$/.exec(asked)?.[1];
  if (wallet === undefined || !hasAddressForm(wallet.toLowerCase())) return null;
  const found = await walletInMonth(request, month, wallet);
  return found === null ? null : { ...found, note: `what its statement says stands below; ${found.note}` };
}
