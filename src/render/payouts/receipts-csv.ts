import type { PayoutBatch, PayoutLine } from '../../core/payout/ledger/batch.ts';
import type { KeptBatch, KeptReceipt } from '../../core/payout/ledger/kept-payouts.ts';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Header, readersOf } from '../reports/column-readers.ts';
import { type Columns, csvText, month, plain, text } from '../reports/columns.ts';
import { chainToken } from './batch-csv.ts';

type ReceiptRow = KeptReceipt & Pick<PayoutBatch, 'month' | 'id'> & Pick<PayoutLine, 'scale' | 'chain'>;

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
  reversal: text.of(({ reversal }) => reversal),
  token: text.of(({ chain }) => chainToken(chain)),
  chain_id: plain.of(({ chain }) => chain?.chainId ?? ''),
  rail_fee: plain.of(({ railFee }) => railFee.amount),
  rail_fee_asset: text.of(({ railFee }) => railFee.asset),
  market_rate: plain.of(({ marketRate }) => marketRate),
} satisfies Columns<ReceiptRow>;

/** payout/receipts.csv: what was sent for a month, of voided batches too, as it was recorded. */
export function receiptsCsv(batches: readonly KeptBatch[]): string {
  return csvText(COLUMNS, rowsOf(batches));
}

/** What tells one receipt from another, as it stands in receipts.csv: reference, amount, asset, wallet and batch. */
export function receiptNames(batches: readonly KeptBatch[]): Set<string> {
  const { reference, amount, asset, wallet, batch } = COLUMNS;
  const columns = [reference, amount, asset, wallet, batch];
  return new Set(rowsOf(batches).map((row) => nameOf(columns.map(({ cell }) => cell(row)))));
}

/** Reads the same of a record of receipts.csv. */
export function receiptNameReader(header: Header): (record: readonly string[]) => string {
  const of = readersOf(COLUMNS, header);
  return (record) =>
    nameOf([of.reference(record), of.amount(record), of.asset(record), of.wallet(record), of.batch(record)]);
}

function nameOf([reference = '', amount = '', asset = '', wallet = '', batch = '']: readonly string[]): string {
  return `${reference}: ${amount} ${asset} to ${wallet} of batch ${batch}`;
}

function rowsOf(batches: readonly KeptBatch[]): ReceiptRow[] {
  return batches.flatMap(({ batch: { id, month, lines }, receipts }) => {
    const byWallet = new Map(lines.map((line) => [line.wallet, line]));
    return receipts.map((receipt) => {
      const line = byWallet.get(receipt.wallet);
      if (line === undefined) throw new Error(`batch ${id} has a receipt of ${receipt.wallet} and no line`);
      return { ...receipt, id, month, scale: line.scale, chain: line.chain };
    });
  });
}
