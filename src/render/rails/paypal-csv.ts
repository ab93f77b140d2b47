import { formatMonth, type Month } from '../../core/month/month.ts';
import type { PayoutLine } from '../../core/payout/ledger/batch.ts';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { csvLines } from '../reports/csv.ts';

/** PayPal takes this many rows of one currency in a file. */
export const MOST_PAYPAL_ROWS = 5000;

/**
 * Payouts as PayPal's payment file: no header, one currency. The columns are recipient, amount, currency, customer id (30
 * characters: month and wallet), note and wallet.
 */
export function paypalCsv(month: Month, lines: readonly PayoutLine[]): string {
  const named = formatMonth(month);
  return csvLines(
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
