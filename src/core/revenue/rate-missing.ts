import type { Finding } from '../close/finding.ts';
import { utcDate } from '../month/utc-date.ts';

/**
 * R3: an amount without a rate, with the row that fx.csv needs: the day and the pair, the rate left open.
 *
 * @param named what has the amount, such as `charge ch_1`
 */
export function rateMissing(
  named: string,
  currency: string,
  atMs: number,
): Pick<Finding, 'what' | 'cause' | 'remedy'> & { readonly code: 'fx-missing' } {
  const date = utcDate(atMs);
  return {
    code: 'fx-missing',
    what: `${named} has no rate from ${currency} to USD on ${date}`,
    cause: `${currency} to USD`,
    remedy: `Add this row to fx.csv, with the rate in place of RATE: ${date},${currency},USD,RATE,`,
  };
}
