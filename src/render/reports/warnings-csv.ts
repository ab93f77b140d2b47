import type { Warning } from '../../core/close/warning.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

const SOURCE_CHARACTERS = 16;

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('code'),
  textColumn('provider'),
  textColumn('subject'),
  numberColumn('amount_usd'),
  textColumn('what'),
  textColumn('source'),
  numberColumn('line'),
];

/** warnings.csv: what is worth a look, with its row. Inputs are cited by hash, as in postings.csv. */
export function warningsCsv(warnings: readonly Warning[], month: Month, state: string): string {
  const cells = warnings.map(({ code, provider, subject, amount, what, source }) => [
    formatMonth(month),
    state,
    code,
    provider,
    subject,
    amount === null ? '' : formatMicro(amount),
    what,
    source?.input.slice(0, SOURCE_CHARACTERS) ?? '',
    source === null ? '' : String(source.line),
  ]);
  return csvHeader(COLUMNS) + csvRows(COLUMNS, cells);
}
