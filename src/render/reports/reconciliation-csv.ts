import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import type { ReconciliationLine } from '../../core/reconciliation/reconciliation-line.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('provider'),
  textColumn('source'),
  textColumn('category'),
  textColumn('currency'),
  numberColumn('ours'),
  numberColumn('provider_amount'),
  numberColumn('difference'),
  textColumn('status'),
  textColumn('why'),
];

/**
 * reconciliation.csv: what each provider states of the month against our rows; amounts in the line's own currency, units
 * and rows as counts; difference is the provider's amount minus ours.
 */
export function reconciliationCsv(lines: readonly ReconciliationLine[], month: Month, state: string): string {
  const rows = lines.map((line) => [
    formatMonth(month),
    state,
    line.provider,
    line.source,
    line.category,
    line.currency,
    formatMicro(line.ours),
    formatMicro(line.theirs),
    formatMicro(line.difference),
    line.status,
    line.why,
  ]);
  return csvHeader(COLUMNS) + csvRows(COLUMNS, rows);
}
