import type { PayoutBatch } from '../../core/payout/batch.ts';
import type { LedgerBatch } from '../../core/payout/ledger.ts';
import type { Receipt } from '../../core/payout/receipt.ts';
import { formatUnits } from '../../core/payout/units.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Columns, csvText, month, plain, text } from '../reports/columns.ts';

/** A batch with the receipts that were recorded, in their order. */
export interface ReceiptedBatch extends LedgerBatch {
  readonly receipts: readonly (Omit<Receipt, 'line'> & {
    readonly by: string;
    readonly at: string;
    readonly overrides: string;
  })[];
}

type ReceiptRow = ReceiptedBatch['receipts'][number] & Pick<PayoutBatch, 'month' | 'id'> & { readonly scale: number };

const COLUMNS = {
  month: month.of((receipt) => receipt.month),
  batch: text.of(({ id }) => id),
  wallet: text.of(({ wallet }) => checksumAddress(wallet)),
  amount: plain.of(({ amount, scale }) => formatUnits(amount, scale)),
  asset: text.of(({ asset }) => asset),
  reference: text.of(({ reference }) => reference),
  sent_at: text.of(({ atMs }) => new Date(atMs).toISOString()),
  recorded_at: text.of(({ at }) => at),
  recorded_by: text.of(({ by }) => by),
  overrides: text.of(({ overrides }) => overrides),
} satisfies Columns<ReceiptRow>;

/** payout/receipts.csv: what was sent for a month, of voided batches too, as it was recorded. */
export function receiptsCsv(batches: readonly ReceiptedBatch[]): string {
  const rows = batches.flatMap(({ batch: { id, month, lines }, receipts }) => {
    const scales = new Map(lines.map(({ wallet, scale }) => [wallet, scale]));
    return receipts.map((receipt) => ({ ...receipt, id, month, scale: scales.get(receipt.wallet) ?? 0 }));
  });
  return csvText(COLUMNS, rows);
}
