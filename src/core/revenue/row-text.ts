import { formatMicro } from '../money/micro.ts';
import { utcDate } from '../month/utc-date.ts';
import type { Transaction } from './transaction.ts';

/** What a row without an id is told from others of its instant by: type, amount, fee and currency. */
export function rowText({
  kind,
  gross,
  fee,
  currency,
}: Pick<Transaction, 'kind' | 'gross' | 'fee' | 'currency'>): string {
  return `${kind} ${formatMicro(gross)}${fee === 0n ? '' : ` less ${formatMicro(fee)}`} ${currency}`;
}

/** An instant as it stands in the subject of an exception: of a report of days, which has no time, the day. */
export function instantText(atMs: number): string {
  const instant = new Date(atMs).toISOString();
  return instant.endsWith('T00:00:00.000Z') ? utcDate(atMs) : instant;
}
