import type { Warning } from '../../core/close/warnings/warning.ts';
import type { Month } from '../../core/month/month.ts';
import { citedInput } from '../../core/revenue/cited-input.ts';
import { type Header, readersOf } from './column-readers.ts';
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

/** A warning as warnings.csv tells it. */
export interface ToldWarning extends Pick<Warning, 'code' | 'provider' | 'subject' | 'amount' | 'what'> {
  /** As it is cited. */
  readonly source: string | null;
  readonly line: number | null;
}

/** Reads warnings.csv. */
export function warningReader(header: Header): (record: readonly string[]) => ToldWarning {
  const of = readersOf(COLUMNS, header);
  return (record) => ({
    code: of.code(record),
    provider: of.provider(record),
    subject: of.subject(record),
    amount: of.amount_usd(record),
    what: of.what(record),
    source: of.source(record),
    line: of.line(record),
  });
}
