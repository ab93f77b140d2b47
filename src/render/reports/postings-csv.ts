import { netOf } from '../../core/money/components.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { addMonths, formatMonth } from '../../core/month/month.ts';
import type { Posting } from '../../core/revenue/posting.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('entry'),
  textColumn('provider'),
  textColumn('charge'),
  textColumn('line_item'),
  textColumn('kind'),
  textColumn('event'),
  textColumn('plan'),
  textColumn('covers_from'),
  textColumn('covers_to'),
  numberColumn('k'),
  numberColumn('n'),
  numberColumn('gross_usd'),
  numberColumn('customer_tax_usd'),
  numberColumn('provider_fee_usd'),
  numberColumn('net_usd'),
  textColumn('original_month'),
  textColumn('source'),
  numberColumn('line'),
  textColumn('currency'),
  numberColumn('rate'),
];

/** How many characters of an input's SHA-256 name it in a row; manifest.json has the whole. */
const SOURCE_CHARACTERS = 16;

export function postingsHeader(): string {
  return csvHeader(COLUMNS);
}

/** postings.csv: one row per posting; costs stand in the fee column. Inputs are cited by hash, whatever they are called. */
export function postingsRows(postings: readonly Posting[], state: string): string {
  return csvRows(
    COLUMNS,
    postings.map((posting) => postingRow(posting, state)),
  );
}

function postingRow(posting: Posting, state: string): string[] {
  const { coverage, amounts } = posting;
  return [
    formatMonth(posting.month),
    state,
    posting.entry,
    posting.provider,
    posting.charge,
    posting.line,
    posting.kind,
    posting.event,
    posting.plan,
    coverage === null ? '' : formatMonth(coverage.first),
    coverage === null ? '' : formatMonth(addMonths(coverage.first, coverage.months - 1)),
    coverage === null ? '' : String(coverage.k),
    coverage === null ? '' : String(coverage.months),
    formatMicro(amounts.gross),
    formatMicro(amounts.tax),
    formatMicro(amounts.fee),
    formatMicro(netOf(amounts)),
    formatMonth(posting.originalMonth),
    posting.source.input.slice(0, SOURCE_CHARACTERS),
    String(posting.source.line),
    posting.currency,
    posting.rate === null ? '' : posting.rate.toFixed(),
  ];
}
