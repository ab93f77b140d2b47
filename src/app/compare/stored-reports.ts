import { join } from 'node:path';
import { formatMonth, type Month } from '../../core/month/month.ts';
import type { StoredState } from '../../files/report-months.ts';
import { openReports, type ReportDirectory } from './report-directory.ts';

/** What to do where there are none. */
const REMEDIES: Readonly<Record<StoredState, string | undefined>> = {
  estimate:
    'An estimate is what `revshare reconcile` wrote before the month was over, and cannot be made later: name another side, such as --from review, or a directory of reports.',
  review: undefined,
  final: 'Make the month final with `revshare finalize`, or name other reports with --from or --to.',
};

/** The stored reports of a month in a state. @throws InvalidInput no-reports, damaged-reports */
export function storedReports(out: string, month: Month, state: StoredState): Promise<ReportDirectory> {
  return openReports(join(out, formatMonth(month), state), month, REMEDIES[state]);
}
