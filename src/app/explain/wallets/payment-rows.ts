import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import { cellIn, type ExplainedRow, textIn } from '../../../core/explanation/tree/report-row.ts';
import { batchCell } from '../../../core/explanation/wallets/batch-cell.ts';
import { paymentEntryCell } from '../../../core/explanation/wallets/payment-entry.ts';
import { exactFromText } from '../../../core/money/exact-decimal.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { isPayoutMethod, type MethodTerms } from '../../../core/payout/ledger/method.ts';
import { recordsIn } from '../../../files/report-records.ts';
import { listBatches } from '../../../store/payouts/payouts.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { adjustmentsIn } from './account-moves.ts';

/** The rows of a CSV beside the reports. @param file as it is shown */
export function rowsIn(path: string, file: string): ExplainedRow[] {
  const { columns, records } = recordsIn(readFileSync(path, 'utf8'));
  return records.map((record, at) => {
    return { file, row: at + 2, cells: new Map([...columns].map(([name, place]) => [name, record[place] ?? ''])) };
  });
}

/** How a row's method pays by the configuration of now; null where the method is not known. */
export function termsOf({ policy }: ExplainRequest, row: ExplainedRow): MethodTerms | null {
  const method = textIn(row, 'method');
  return isPayoutMethod(method) ? policy.payouts.methods[method] : null;
}

/** Explains what a receipt says was sent: the line of its batch stands below it (R17). Null for another cell. */
export async function receiptCell(
  request: ExplainRequest,
  month: Month,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  if (column !== null && column !== 'amount') return null;
  const text = textIn(row, 'amount');
  const isBack = textIn(row, 'reversal') !== '';
  const by = `${textIn(row, 'recorded_by')} recorded it on ${textIn(row, 'recorded_at').slice(0, 10)}`;
  const line = await lineOfReceipt(request, month, row);
  return explained({
    label: `amount of ${textIn(row, 'wallet')}`,
    amount: { value: exactFromText(text), unit: textIn(row, 'asset'), text },
    rule: 'R17',
    note: `${isBack ? 'what of an earlier receipt is taken back' : 'what the rail says was sent'}, by its reference ${textIn(row, 'reference')} on ${textIn(row, 'sent_at').slice(0, 10)}; ${by}`,
    cell: cellIn(row, 'amount'),
    factors: line === null ? [] : [line],
  });
}

/** What the line of the batch was to send, as its file has it; null where that is not there. */
async function lineOfReceipt(request: ExplainRequest, month: Month, row: ExplainedRow): Promise<Explanation | null> {
  const batches = await listBatches(request.workspace.store.db);
  const kept = batches.find(({ batch }) => batch.id === textIn(row, 'batch'));
  if (kept === undefined) return null;
  const file = kept.voided ? `voided-batch-${kept.batch.sequence}.csv` : 'batch.csv';
  const path = join(request.out, formatMonth(month), 'payout', file);
  if (!existsSync(path)) return null;
  const line = rowsIn(path, file).find((each) => textIn(each, 'wallet') === textIn(row, 'wallet'));
  return line === undefined ? null : batchCell(line, 'amount', termsOf(request, line));
}

/** Explains a row of payment-journal.csv; below it the receipt, or the adjustment, that is booked. Null for a cell that is no figure. */
export async function paymentCell(
  request: ExplainRequest,
  month: Month,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  const directory = join(request.out, formatMonth(month), 'payout');
  const entry = paymentEntryCell(row, column, rowsIn(join(directory, row.file), row.file));
  if (entry === null) return null;
  const wallet = textIn(row, 'wallet');
  const receipts = join(directory, 'receipts.csv');
  const isBooked = (each: ExplainedRow): boolean =>
    textIn(each, 'wallet') === wallet && textIn(each, 'reference') === textIn(row, 'reference');
  const booked =
    textIn(row, 'reference') === '' || !existsSync(receipts) ? [] : rowsIn(receipts, 'receipts.csv').filter(isBooked);
  const found: Explanation[] = [];
  for (const each of booked) {
    const receipt = await receiptCell(request, month, each, 'amount');
    if (receipt !== null) found.push(receipt);
  }
  const adjusted =
    textIn(row, 'reference') === '' ? await adjustmentsIn(request.workspace.store.db, wallet.toLowerCase(), month) : [];
  return { ...entry, factors: [...entry.factors, ...found, ...adjusted] };
}
