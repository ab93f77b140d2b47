import type { Components } from '../money/components.ts';
import type { Month } from '../month/month.ts';
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
