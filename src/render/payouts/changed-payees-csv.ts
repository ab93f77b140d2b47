import type { Month } from '../../core/month/month.ts';
import type { PayeeChange } from '../../core/payout/preparation/payee-changes.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Columns, csvText, month, text } from '../reports/columns.ts';

const COLUMNS = {
  month: month.of((change) => change.month),
  wallet: text.of(({ wallet }) => wallet),
  detail: text.of(({ detail }) => detail),
  approved: text.of(({ before }) => before),
  now: text.of(({ now }) => now),
} satisfies Columns<PayeeChange & { readonly month: Month }>;

/** payout/changed-payees.csv: what changed of the payees of a batch since its month was approved. */
export function changedPayeesCsv(month: Month, changes: readonly PayeeChange[]): string {
  const rows = changes.map((change) => ({ ...change, month, wallet: checksumAddress(change.wallet) }));
  return csvText(
    COLUMNS,
    rows.sort((a, b) => compareText(a.wallet, b.wallet)),
  );
}
