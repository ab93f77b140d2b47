import { formatMonth } from '../../core/month/month.ts';
import { textCell } from './csv.ts';
import { JOURNAL_CURRENCY, type ShownEntry } from './journal-entry.ts';

export function journalHeader(): string {
  return 'date,account,debit,credit,currency,memo,month,charge,entry\n';
}

/**
 * journal.csv: a row per line, the rows of one entry with its number in `entry`. `month` is the month that the entry
 * belongs to, which is another than its date's for what adjusts earlier ones.
 *
 * Written by hand: the rows of an entry share most cells. A law holds it to the text of columns.
 */
export function journalRows({ entry, number, party, memo, amounts }: ShownEntry): string {
  const before = `${entry.date},`;
  const after = [
    JOURNAL_CURRENCY,
    textCell(`${party} ${memo}`),
    formatMonth(entry.month),
    textCell(entry.charge),
    number,
  ].join(',');
  let rows = '';
  for (const [index, { account }] of entry.lines.entries()) {
    const amount = amounts[index] ?? '';
    const columns = amount.startsWith('-') ? `,${amount.slice(1)}` : `${amount},`;
    rows += `${before}${account},${columns},${after}\n`;
  }
  return rows;
}
