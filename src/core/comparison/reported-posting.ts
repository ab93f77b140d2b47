import type { Components } from '../money/components.ts';
import { addMonths, type Month } from '../month/month.ts';
import { citedInput, citedPlace } from '../revenue/cited-input.ts';
import type { Posting } from '../revenue/posting.ts';

/** A posting as postings.csv tells it: what two sides of a comparison are matched and measured by. */
export interface ReportedPosting
  extends Pick<Posting, 'entry' | 'provider' | 'charge' | 'line' | 'kind' | 'event' | 'plan'> {
  /** First and last covered month; null for amounts that are not spread. */
  readonly coverage: { readonly first: Month; readonly last: Month } | null;
  /** Micro-dollars. */
  readonly amounts: Components;
  /** ISO 4217; empty where the report does not tell. */
  readonly currency: string;
  /** Dollars for one unit of it, plain decimal text; empty for the dollar, and where the report does not tell. */
  readonly rate: string;
  /** Input and line that it cites. */
  readonly place: string;
}

/** A posting as postings.csv would tell it. */
export function reportedPosting(posting: Posting): ReportedPosting {
  const { entry, provider, charge, line, kind, event, plan, coverage, amounts, currency, rate, source } = posting;
  const covered =
    coverage === null ? null : { first: coverage.first, last: addMonths(coverage.first, coverage.months - 1) };
  const place = citedPlace(citedInput(source.input), source.line);
  const shownRate = rate === null ? '' : rate.toFixed();
  return {
    entry,
    provider,
    charge,
    line,
    kind,
    event,
    plan,
    coverage: covered,
    amounts,
    currency,
    rate: shownRate,
    place,
  };
}
