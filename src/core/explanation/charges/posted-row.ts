import type { Components } from '../../money/components.ts';
import type { Month } from '../../month/month.ts';
import type { Posting } from '../../revenue/posting.ts';
import type { SourceRow } from '../tree/explanation.ts';

/** A posting as a row of postings.csv: what net revenue is explained by. */
export interface PostedRow
  extends Pick<Posting, 'entry' | 'provider' | 'charge' | 'line' | 'kind' | 'event' | 'plan' | 'originalMonth'> {
  /** Row of postings.csv, the header being row 1. */
  readonly row: number;
  /** First and last covered month; null for amounts that are not spread. */
  readonly coverage: { readonly first: Month; readonly last: Month } | null;
  /** Micro-dollars. */
  readonly amounts: Components;
  /** ISO 4217, and dollars for one unit of it as text; empty where there is none. */
  readonly currency: string;
  readonly rate: string;
  readonly source: SourceRow;
}
