import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { WalletBalance } from '../../core/payout/balance.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from '../reports/csv.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('wallet'),
  ...['brought_forward_usd', 'earned_usd', 'adjustments_usd', 'paid_usd', 'fees_usd', 'carried_forward_usd'].map(
    numberColumn,
  ),
  numberColumn('reserved_usd'),
  textColumn('ageing'),
  numberColumn('months_to_threshold'),
  textColumn('reason'),
];

/**
 * payout/balances.csv: the month's account of every wallet that ever earned (R17): brought forward + earned +
 * adjustments - paid - fees = carried forward. Ageing names the months that the balance comes from: `2026-08 1.500000`.
 */
export function balancesCsv(balances: readonly WalletBalance[]): string {
  const rows = balances.map((each) => [
    formatMonth(each.month),
    checksumAddress(each.wallet),
    ...[each.broughtForward, each.earned, each.adjustments, each.paid, each.fees, each.carriedForward].map(formatMicro),
    formatMicro(each.reserved),
    each.ageing.map(({ month, amount }) => `${formatMonth(month)} ${formatMicro(amount)}`).join('; '),
    each.monthsToThreshold === null ? '' : String(each.monthsToThreshold),
    each.reason,
  ]);
  rows.sort(([, a = ''], [, b = '']) => (a < b ? -1 : 1));
  return csvHeader(COLUMNS) + csvRows(COLUMNS, rows);
}
