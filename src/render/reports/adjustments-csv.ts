import { netOf } from '../../core/money/components.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { Posting } from '../../core/revenue/posting.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('provider'),
  textColumn('charge'),
  textColumn('original_month'),
  textColumn('reason'),
  numberColumn('gross_usd'),
  numberColumn('customer_tax_usd'),
  numberColumn('provider_fee_usd'),
  numberColumn('net_usd'),
  textColumn('source'),
  numberColumn('line'),
];

export function adjustmentsHeader(): string {
  return csvHeader(COLUMNS);
}

/** adjustments.csv: the prior-period adjustments among postings (R16): late, changed or gone since their month was final. */
export function adjustmentsRows(postings: readonly Posting[], state: string): string {
  return csvRows(
    COLUMNS,
    postings
      .filter((posting) => posting.kind === 'prior-period')
      .map((posting) => [
        formatMonth(posting.month),
        state,
        posting.provider,
        posting.charge,
        formatMonth(posting.originalMonth),
        posting.event,
        formatMicro(posting.amounts.gross),
        formatMicro(posting.amounts.tax),
        formatMicro(posting.amounts.fee),
        formatMicro(netOf(posting.amounts)),
        posting.source.input.slice(0, 16),
        String(posting.source.line),
      ]),
  );
}
