import { formatMonth, type Month } from '../../core/month/month.ts';
import type { KeptBatch, KeptReceipt } from '../../core/payout/kept-payouts.ts';
import { formatUnits } from '../../core/payout/units.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from '../reports/csv.ts';

const COLUMNS = [
  ...['month', 'batch', 'wallet'].map(textColumn),
  numberColumn('amount'),
  ...['asset', 'reference', 'sent_at', 'recorded_at', 'recorded_by', 'overrides'].map(textColumn),
];

/** payout/receipts.csv: what was sent for a month, of voided batches too, as it was recorded. */
export function receiptsCsv(batches: readonly KeptBatch[]): string {
  const rows = batches.flatMap(({ batch, receipts }) => {
    const scales = new Map(batch.lines.map((line) => [line.wallet, line.scale]));
    return receipts.map((receipt) => {
      const scale = scales.get(receipt.wallet);
      if (scale === undefined) throw new Error(`batch ${batch.id} has a receipt of ${receipt.wallet} and no line`);
      return row(batch.month, batch.id, scale, receipt);
    });
  });
  return csvHeader(COLUMNS) + csvRows(COLUMNS, rows);
}

function row(month: Month, batch: string, scale: number, receipt: KeptReceipt): string[] {
  return [
    ...[formatMonth(month), batch, checksumAddress(receipt.wallet), formatUnits(receipt.amount, scale), receipt.asset],
    ...[receipt.reference, new Date(receipt.atMs).toISOString(), receipt.at, receipt.by, receipt.overrides],
  ];
}
