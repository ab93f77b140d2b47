import { formatMonth, type Month } from '../../core/month/month.ts';
import type { PayeeChange } from '../../core/payout/payee-changes.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { csvHeader, csvRows, textColumn } from '../reports/csv.ts';

const COLUMNS = ['month', 'wallet', 'detail', 'approved', 'now'].map(textColumn);

/** payout/changed-payees.csv: what changed of the payees of a batch since its month was approved. */
export function changedPayeesCsv(month: Month, changes: readonly PayeeChange[]): string {
  const rows = changes.map(({ wallet, detail, before, now }) => {
    return [formatMonth(month), checksumAddress(wallet), detail, before, now];
  });
  rows.sort((a, b) => ((a[1] as string) < (b[1] as string) ? -1 : a[1] === b[1] ? 0 : 1));
  return csvHeader(COLUMNS) + csvRows(COLUMNS, rows);
}
