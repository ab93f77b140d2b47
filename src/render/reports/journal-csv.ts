import { formatMonth } from '../../core/month/month.ts';
import { escapeFormula } from '../../core/text/formula-escape.ts';
import { csvHeader, numberColumn, textColumn } from './csv.ts';
import { JOURNAL_CURRENCY, type ShownEntry } from './journal-entry.ts';

const COLUMNS = [
  textColumn('date'),
  textColumn('account'),
  numberColumn('debit'),
  numberColumn('credit'),
  textColumn('currency'),
  textColumn('memo'),
  textColumn('month'),
  textColumn('charge'),
  numberColumn('entry'),
];

export function journalHeader(): string {
  return csvHeader(COLUMNS);
}

/**
 * journal.csv: a row per line, the rows of one entry with its number in `entry`. `month` is the month that the entry
 * belongs to, which is another than its date's for what adjusts earlier ones.
 *
 * Written by hand: csv-stringify takes as long for these rows as the whole close. A law holds it to the same text.
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

/** As csv-stringify writes a text column: formula characters escaped, quoted only where needed. */
function textCell(text: string): string {
  const escaped = escapeFormula(text);
  return /[",\n\r]/.test(escaped) ? `"${escaped.replaceAll('"', '""')}"` : escaped;
}
