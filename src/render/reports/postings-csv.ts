import type { ReportedPosting } from '../../core/comparison/reported-posting.ts';
import type { PostedRow } from '../../core/explanation/charges/posted-row.ts';
import { netOf } from '../../core/money/components.ts';
import { addMonths, type Month } from '../../core/month/month.ts';
import { citedInput, citedPlace } from '../../core/revenue/cited-input.ts';
import type { Posting } from '../../core/revenue/posting.ts';
import { type Header, readersOf } from './column-readers.ts';
import { type Columns, count, csvHeader, csvRows, micro, month, plain, text } from './columns.ts';

/** A posting in reports of a state. */
interface PostingRow {
  readonly posting: Posting;
  readonly state: string;
}

export const POSTING_COLUMNS = {
  month: month.of(({ posting }) => posting.month),
  state: text.of(({ state }) => state),
  entry: text.of(({ posting }) => posting.entry),
  provider: text.of(({ posting }) => posting.provider),
  charge: text.of(({ posting }) => posting.charge),
  line_item: text.of(({ posting }) => posting.line),
  kind: text.of(({ posting }) => posting.kind),
  event: text.of(({ posting }) => posting.event),
  plan: text.of(({ posting }) => posting.plan),
  covers_from: month.orEmpty(({ posting: { coverage } }) => coverage?.first ?? null),
  covers_to: month.orEmpty(({ posting: { coverage } }) => lastCovered(coverage)),
  k: count.orEmpty(({ posting: { coverage } }) => coverage?.k ?? null),
  n: count.orEmpty(({ posting: { coverage } }) => coverage?.months ?? null),
  gross_usd: micro.of(({ posting }) => posting.amounts.gross),
  customer_tax_usd: micro.of(({ posting }) => posting.amounts.tax),
  provider_fee_usd: micro.of(({ posting }) => posting.amounts.fee),
  net_usd: micro.of(({ posting }) => netOf(posting.amounts)),
  original_month: month.of(({ posting }) => posting.originalMonth),
  source: text.of(({ posting }) => citedInput(posting.source.input)),
  line: count.of(({ posting }) => posting.source.line),
  currency: text.of(({ posting }) => posting.currency),
  rate: plain.of(({ posting: { rate } }) => (rate === null ? '' : rate.toFixed())),
} satisfies Columns<PostingRow>;

function lastCovered(coverage: Posting['coverage']): Month | null {
  return coverage === null ? null : addMonths(coverage.first, coverage.months - 1);
}

export function postingsHeader(): string {
  return csvHeader(POSTING_COLUMNS);
}

/** postings.csv: one row per posting; costs stand in the fee column. Inputs are cited by hash, whatever they are called. */
export function postingsRows(postings: readonly Posting[], state: string): string {
  return csvRows(
    POSTING_COLUMNS,
    postings.map((posting) => ({ posting, state })),
  );
}

/** Whether a postings.csv names currency and rate: those of earlier versions did not. */
export function namesRates(header: Header): boolean {
  return header.has('rate');
}

/** Reads postings.csv. @param withRates false to pass currency and rate over */
export function postingReader(header: Header, withRates: boolean): (record: readonly string[]) => ReportedPosting {
  const of = readersOf(POSTING_COLUMNS, header);
  return (record) => {
    const first = of.covers_from(record);
    const last = of.covers_to(record);
    return {
      entry: of.entry(record),
      provider: of.provider(record),
      charge: of.charge(record),
      line: of.line_item(record),
      kind: of.kind(record),
      event: of.event(record),
      plan: of.plan(record),
      coverage: first === null || last === null ? null : { first, last },
      amounts: {
        gross: of.gross_usd(record),
        tax: of.customer_tax_usd(record),
        fee: of.provider_fee_usd(record),
      },
      currency: withRates ? of.currency(record) : '',
      rate: withRates ? of.rate(record) : '',
      place: citedPlace(of.source(record), of.line(record)),
    };
  };
}

/** Reads the rows of postings.csv with their places, as figures are explained by them. */
export function postedRowReader(header: Header): (record: readonly string[], row: number) => PostedRow {
  const of = readersOf(POSTING_COLUMNS, header);
  const read = postingReader(header, namesRates(header));
  return (record, row) => {
    const { place: _, ...posting } = read(record);
    const source = { input: of.source(record), line: of.line(record) };
    return { ...posting, row, originalMonth: of.original_month(record), source };
  };
}
