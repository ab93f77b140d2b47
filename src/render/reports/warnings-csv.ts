import type { Warning } from '../../core/close/warnings/warning.ts';
import type { Month } from '../../core/month/month.ts';
import { citedInput } from '../../core/revenue/cited-input.ts';
import { type Columns, count, csvText, HEAD, micro, type ReportHead, text } from './columns.ts';

const COLUMNS = {
  ...HEAD,
  code: text.of(({ code }) => code),
  provider: text.of(({ provider }) => provider),
  subject: text.of(({ subject }) => subject),
  amount_usd: micro.orEmpty(({ amount }) => amount),
  what: text.of(({ what }) => what),
  source: text.orEmpty(({ source }) => (source === null ? null : citedInput(source.input))),
  line: count.orEmpty(({ source }) => source?.line ?? null),
} satisfies Columns<Warning & ReportHead>;

/** warnings.csv: what is worth a look, with its row. Inputs are cited by hash, as in postings.csv. */
export function warningsCsv(warnings: readonly Warning[], month: Month, state: string): string {
  return csvText(
    COLUMNS,
    warnings.map((warning) => ({ ...warning, month, state })),
  );
}
