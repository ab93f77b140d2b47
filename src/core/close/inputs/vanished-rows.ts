import { monthOfInstant } from '../../month/month.ts';
import type { Provider, SourceLine } from '../../revenue/provider.ts';
import { instantText, rowText } from '../../revenue/row-text.ts';
import type { Transaction } from '../../revenue/transaction.ts';
import type { DecisionBook } from '../decision.ts';
import type { Finding } from '../finding.ts';

/** Rows of one content that a report had and its later download has not, or fewer of. */
export interface VanishedRows extends Pick<Transaction, 'group' | 'atMs' | 'kind' | 'gross' | 'fee' | 'currency'> {
  readonly provider: Provider;
  readonly rows: number;
  /** The first of them. */
  readonly source: SourceLine;
}

/** What a provider takes back without a row that says so waits for a person, in the month of the rows' date. */
export function vanishedFinding(vanished: VanishedRows, decisions: DecisionBook): Finding {
  const { provider, group, atMs, rows, source } = vanished;
  const month = monthOfInstant(atMs);
  const once = `${provider} ${group}`;
  // More of them, and others, need a decision of their own.
  const full = `${once} ${instantText(atMs)} ${rows} x ${rowText(vanished)}`;
  return {
    code: 'rows-vanished',
    subject: decisions.subjectOf('rows-vanished', month, { full, once }),
    month,
    what: `${rows} row(s) of ${provider} ${group} are not in the later download of the report`,
    source,
  };
}
