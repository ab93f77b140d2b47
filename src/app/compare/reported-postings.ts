import type { ReportedPosting } from '../../core/comparison/reported-posting.ts';
import type { PostingStream } from '../../core/comparison/side-by-side.ts';
import { type Month, parseMonth } from '../../core/month/month.ts';
import { unescapeFormula } from '../../core/text/formula-escape.ts';
import type { ReportPiece } from '../../files/report-records.ts';
import { fieldOf, microOf, placeOf } from './reported-figures.ts';

/** postings.csv read back: what was escaped against spreadsheets is as it was. */
export async function* postingsIn(pieces: AsyncGenerator<ReportPiece>, withRates: boolean): PostingStream {
  for await (const { columns, records } of pieces) {
    yield records.map((record) => postingOf((name) => fieldOf(columns, record, name), withRates));
  }
}

function postingOf(field: (name: string) => string, withRates: boolean): ReportedPosting {
  const text = (name: string): string => unescapeFormula(field(name));
  const first = field('covers_from');
  return {
    entry: field('entry') as ReportedPosting['entry'],
    provider: field('provider') as ReportedPosting['provider'],
    charge: text('charge'),
    line: text('line_item'),
    kind: field('kind') as ReportedPosting['kind'],
    event: text('event'),
    plan: text('plan'),
    coverage: first === '' ? null : { first: monthOf(first), last: monthOf(field('covers_to')) },
    amounts: {
      gross: microOf(field('gross_usd')),
      tax: microOf(field('customer_tax_usd')),
      fee: microOf(field('provider_fee_usd')),
    },
    currency: withRates ? field('currency') : '',
    rate: withRates ? field('rate') : '',
    place: placeOf(field('source'), field('line')),
  };
}

function monthOf(text: string): Month {
  const month = parseMonth(text);
  if (month === null) throw new Error(`a report says "${text}" where a month stands`);
  return month;
}
