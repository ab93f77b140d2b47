import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { LedgerBatch } from '../../core/payout/ledger.ts';
import { formatUnits } from '../../core/payout/units.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from '../reports/csv.ts';

const COLUMNS = [
  ...['month', 'wallet', 'method', 'destination'].map(textColumn),
  textColumn('asset'),
  ...['amount', 'sent', 'open', 'balance_usd', 'fee_usd', 'pay_usd'].map(numberColumn),
  textColumn('rate_pair'),
  textColumn('rate_date'),
  numberColumn('rate'),
];

/** payout/batch.csv: one line per wallet, what is sent by which rail, and how much of it was receipted (R17). */
export function batchCsv({ batch, sent }: LedgerBatch): string {
  const rows = batch.lines.map((line) => {
    const done = sent.get(line.wallet) ?? 0n;
    const units = (amount: bigint): string => formatUnits(amount, line.scale);
    return [
      ...[formatMonth(batch.month), checksumAddress(line.wallet), line.method, line.destination, line.currency],
      ...[line.assetAmount, done, line.assetAmount - done].map(units),
      ...[line.balanceUsd, line.feeUsd, line.payUsd].map(formatMicro),
      ...[line.rate?.pair ?? '', line.rate?.date ?? '', line.rate?.value ?? ''],
    ];
  });
  rows.sort(([, a = ''], [, b = '']) => (a < b ? -1 : 1));
  return csvHeader(COLUMNS) + csvRows(COLUMNS, rows);
}
