import { monthOfInstant } from '../../month/month.ts';
import type { Provider, SourceLine } from '../../revenue/provider.ts';
import type { Finding } from '../finding.ts';

/** Rows of one content that a report had and its later download has not, or fewer of. */
export interface VanishedRows {
  readonly provider: Provider;
  readonly group: string;
  readonly atMs: number;
  readonly rows: number;
  /** The first of them. */
  readonly source: SourceLine;
}

/** What a provider takes back without a row that says so waits for a person, in the month of the rows' date. */
export function vanishedFinding({ provider, group, atMs, rows, source }: VanishedRows): Finding {
  return {
    code: 'rows-vanished',
    subject: `${provider} ${group}`,
    month: monthOfInstant(atMs),
    what: `${rows} row(s) of ${provider} ${group} are not in the later download of the report`,
    source,
  };
}
