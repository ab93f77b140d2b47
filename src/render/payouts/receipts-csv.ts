import type { PayoutBatch } from '../../core/payout/batch.ts';
import type { KeptBatch, KeptReceipt } from '../../core/payout/kept-payouts.ts';
import { formatUnits } from '../../core/payout/units.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Columns, csvText, month, plain, text } from '../reports/columns.ts';

type ReceiptRow = KeptReceipt & Pick<PayoutBatch, 'month' | 'id'> & { readonly scale: number };

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
export function receiptsCsv(batches: readonly KeptBatch[]): string {
  const rows = batches.flatMap(({ batch: { id, month, lines }, receipts }) => {
    const scales = new Map(lines.map(({ wallet, scale }) => [wallet, scale]));
    return receipts.map((receipt) => {
      const scale = scales.get(receipt.wallet);
      if (scale === undefined) throw new Error(`batch ${id} has a receipt of ${receipt.wallet} and no line`);
      return { ...receipt, id, month, scale };
    });
  });
  return csvText(COLUMNS, rows);
}
