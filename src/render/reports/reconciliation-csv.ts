import type { Month } from '../../core/month/month.ts';
import type { ReconciliationLine } from '../../core/reconciliation/reconciliation-line.ts';
import { type Columns, csvText, HEAD, micro, type ReportHead, text } from './columns.ts';

const COLUMNS = {
  ...HEAD,
  provider: text.of(({ provider }) => provider),
  source: text.of(({ source }) => source),
  category: text.of(({ category }) => category),
  currency: text.of(({ currency }) => currency),
  ours: micro.of(({ ours }) => ours),
  provider_amount: micro.of(({ theirs }) => theirs),
  difference: micro.of(({ difference }) => difference),
  status: text.of(({ status }) => status),
  why: text.of(({ why }) => why),
} satisfies Columns<ReconciliationLine & ReportHead>;

/**
 * reconciliation.csv: what each provider states of the month against our rows; amounts in the line's own currency, units
 * and rows as counts; difference is the provider's amount minus ours.
 */
export function reconciliationCsv(lines: readonly ReconciliationLine[], month: Month, state: string): string {
  return csvText(
    COLUMNS,
    lines.map((line) => ({ ...line, month, state })),
  );
}
