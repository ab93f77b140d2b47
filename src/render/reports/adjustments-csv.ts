import type { Posting } from '../../core/revenue/posting.ts';
import { csvHeader, csvRows } from './columns.ts';
import { POSTING_COLUMNS } from './postings-csv.ts';

const { month, state, provider, charge, original_month, event, source, line } = POSTING_COLUMNS;
const { gross_usd, customer_tax_usd, provider_fee_usd, net_usd } = POSTING_COLUMNS;
const COLUMNS = {
  ...{ month, state, provider, charge, original_month, reason: event },
  ...{ gross_usd, customer_tax_usd, provider_fee_usd, net_usd, source, line },
};

export function adjustmentsHeader(): string {
  return csvHeader(COLUMNS);
}

/** adjustments.csv: the prior-period adjustments among postings (R16): late, changed or gone since their month was final. */
export function adjustmentsRows(postings: readonly Posting[], state: string): string {
  const adjustments = postings.filter(({ kind }) => kind === 'prior-period');
  return csvRows(
    COLUMNS,
    adjustments.map((posting) => ({ posting, state })),
  );
}
