import { join } from 'node:path';
import { formatMonth, type Month } from '../../core/month/month.ts';
import type { StoredState } from '../../files/report-months.ts';
import { openReports, type ReportDirectory } from './report-directory.ts';

/** What to do where a month, `YYYY-MM`, has none. */
const REMEDIES: Readonly<Record<StoredState, (month: string) => string>> = {
  estimate: () =>
    'An estimate is what reconcile wrote before the month was over, and cannot be made later: name another side, such as --from review, or a directory of reports.',
  review: (month) =>
    `Make them with \`revshare reconcile ${month}\`, or name their directory with --out, --from or --to.`,
  final: (month) =>
    `\`revshare status ${month}\` shows what the month waits for before it becomes final; or name other reports with --from or --to.`,
};

/** The stored reports of a month in a state. @throws InvalidInput no-reports, damaged-reports */
export function storedReports(out: string, month: Month, state: StoredState): Promise<ReportDirectory> {
  return openReports(join(out, formatMonth(month), state), month, REMEDIES[state](formatMonth(month)));
}
