import { formatMonth, type Month } from '../../core/month/month.ts';
import type { LedgerBatch } from '../../core/payout/ledger.ts';
import type { Receipt } from '../../core/payout/receipt.ts';
import { formatUnits } from '../../core/payout/units.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from '../reports/csv.ts';

/** A batch with the receipts that were recorded, in their order. */
export interface ReceiptedBatch extends LedgerBatch {
  readonly receipts: readonly (Omit<Receipt, 'line'> & {
    readonly by: string;
    readonly at: string;
    readonly overrides: string;
  })[];
}

const COLUMNS = [
  ...['month', 'batch', 'wallet'].map(textColumn),
  numberColumn('amount'),
  ...['asset', 'reference', 'sent_at', 'recorded_at', 'recorded_by', 'overrides'].map(textColumn),
];

/** payout/receipts.csv: what was sent for a month, of voided batches too, as it was recorded. */
export function receiptsCsv(batches: readonly ReceiptedBatch[]): string {
  const rows = batches.flatMap(({ batch, receipts }) => {
    const scales = new Map(batch.lines.map((line) => [line.wallet, line.scale]));
    return receipts.map((receipt) => row(batch.month, batch.id, scales.get(receipt.wallet) ?? 0, receipt));
  });
  return csvHeader(COLUMNS) + csvRows(COLUMNS, rows);
}

function row(month: Month, batch: string, scale: number, receipt: ReceiptedBatch['receipts'][number]): string[] {
  return [
    ...[formatMonth(month), batch, checksumAddress(receipt.wallet), formatUnits(receipt.amount, scale), receipt.asset],
    ...[receipt.reference, new Date(receipt.atMs).toISOString(), receipt.at, receipt.by, receipt.overrides],
  ];
}
