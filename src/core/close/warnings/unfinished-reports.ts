import { formatMonth, type Month, monthOfInstant } from '../../month/month.ts';
import type { ImportRecord } from '../inputs/import-record.ts';
import type { Warning } from './warning.ts';

type Report = Pick<
  ImportRecord,
  'sha256' | 'kind' | 'rows' | 'firstMs' | 'lastMs' | 'period' | 'unfinished' | 'active'
>;

/** Which store's a report is whose days a gate takes as seen whole; of a Stripe ledger that gate itself knows it. */
const OF_STORE: Readonly<Record<string, Warning['provider'] | undefined>> = {
  'apple-subscriber': 'apple',
  'google-earnings': 'google',
};

/** Reports of the month that may have broken off: no total ends them, so that rows of theirs may be missing unseen. */
export function unfinishedReports(imports: readonly Report[], month: Month): Warning[] {
  return imports.flatMap((report): Warning[] => {
    const { kind, sha256, rows, period, unfinished, active } = report;
    const provider = OF_STORE[kind];
    if (provider === undefined || !unfinished || !active || !isOf(report, month)) return [];
    return [
      {
        code: 'unfinished-report',
        provider,
        subject: period,
        amount: null,
        what: `the report of ${period} ends inside its last line`,
        // Below the header, where no cell has a line break.
        source: { input: sha256, line: rows + 1 },
      },
    ];
  });
}

/** By its day or month, or by the first or last of its rows. */
function isOf({ period, firstMs, lastMs }: Report, month: Month): boolean {
  if (period.replaceAll('-', '').startsWith(formatMonth(month).replace('-', ''))) return true;
  return [firstMs, lastMs].some((each) => each !== null && monthOfInstant(each) === month);
}
