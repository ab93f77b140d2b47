import { formatMonth, type Month } from '../../core/month/month.ts';
import type { PayoutLine } from '../../core/payout/batch.ts';
import { formatUnits } from '../../core/payout/units.ts';
import { csvRows, numberColumn } from '../reports/csv.ts';

/** PayPal takes this many rows of one currency in a file. */
export const MOST_PAYPAL_ROWS = 5000;

const COLUMNS = ['recipient', 'amount', 'currency', 'customer_id', 'note', 'wallet'].map(numberColumn);

/** Whether a fiat destination is an e-mail address: those are paid by PayPal, all others by Wise. */
export function isPaypal(line: PayoutLine): boolean {
  return line.destination.includes('@');
}

/** Payouts as PayPal's payment file: no header, one currency. The customer id (30 characters) tells month and wallet. */
export function paypalCsv(month: Month, lines: readonly PayoutLine[]): string {
  const named = formatMonth(month);
  return csvRows(
    COLUMNS,
    lines.map((line) => [
      line.destination,
      formatUnits(line.assetAmount, line.scale),
      line.currency,
      `${named}-${line.wallet.slice(2, 24)}`,
      `Worker payout ${named}`,
      'PAYPAL',
    ]),
  );
}
