import type { Finding } from '../close/finding.ts';
import { monthOfInstant } from '../month/month.ts';
import { utcDate } from '../month/utc-date.ts';
import type { SourcedTransaction } from './assembled.ts';

/**
 * R3: an amount without a rate, with the row that fx.csv needs: the day and the pair, the rate left open.
 *
 * @param named what has the amount, such as `charge ch_1`
 */
export function rateMissing(
  named: string,
  subject: string,
  { currency, atMs, source }: Pick<SourcedTransaction, 'currency' | 'atMs' | 'source'>,
): Finding {
  const date = utcDate(atMs);
  return {
    code: 'fx-missing',
    subject,
    month: monthOfInstant(atMs),
    what: `${named} has no rate from ${currency} to USD on ${date}`,
    source,
    cause: `${currency} to USD`,
    remedy: `Add this row to fx.csv, with the rate in place of RATE: ${date},${currency},USD,RATE,`,
  };
}
