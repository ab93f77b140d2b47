import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison } from '../../core/comparison/comparison.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { checkDirectory } from '../../files/named-places.ts';
import { STORED_STATES, type StoredState } from '../../files/report-months.ts';
import { compareAccounts } from './compare-reports.ts';
import { openReports, type ReportDirectory } from './report-directory.ts';
import { storedReports } from './stored-reports.ts';

export interface BridgeRequest {
  readonly month: Month;
  readonly out: string;
  /** estimate, review, final, or a directory of reports. */
  readonly from: string;
  /** The same; null: final, or review while there is no final. */
  readonly to: string | null;
}

/**
 * `revshare bridge MONTH`: every cent between two stored accounts of a month, by cause. Reads reports and nothing else.
 *
 * @throws InvalidInput no-reports, damaged-reports, unreadable-path where the reports are a file
 */
export async function bridge({ month, out, from, to }: BridgeRequest): Promise<Comparison> {
  checkDirectory(out);
  const hasFinal = existsSync(join(out, formatMonth(month), 'final'));
  const side = (named: string): Promise<ReportDirectory> =>
    isState(named) ? storedReports(out, month, named) : openReports(named, month);
  return compareAccounts(await side(from), await side(to ?? (hasFinal ? 'final' : 'review')));
}

function isState(text: string): text is StoredState {
  return (STORED_STATES as readonly string[]).includes(text);
}
