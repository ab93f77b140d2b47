import { saysEnded, untilActivity } from '../../core/close/checks/ended-marks.ts';
import type { CoverageMark } from '../../core/close/checks/gate.ts';
import { dayStartMs } from '../../core/close/checks/month-days.ts';
import type { ImportRecord } from '../../core/close/import-record.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { Provider } from '../../core/revenue/provider.ts';
import type { Database } from '../../store/database/open-store.ts';
import { firstLedgerRow } from '../../store/inputs/row-counts.ts';
import { activeSmallRows } from '../../store/inputs/small-rows.ts';

/**
 * The marks of coverage.csv, as far as what was imported lets them stand: what one says ended, and what has rows later,
 * ended until then. Of the job log its own gate asks.
 *
 * @param imports in force
 */
export async function coverageMarks(db: Database, imports: readonly ImportRecord[]): Promise<CoverageMark[]> {
  const reports = imports.filter(({ rows, period }) => rows > 0 && period !== '');
  const marks: CoverageMark[] = [];
  // One after another: they read over one connection.
  for (const { row } of await activeSmallRows(db, 'coverage')) {
    const days = row.provider === 'job-log' || !saysEnded(row) ? [] : await ACTIVE_DAYS[row.provider](db, reports, row);
    marks.push(untilActivity(row, days));
  }
  return marks;
}

type Marked = Pick<CoverageMark, 'part' | 'from'>;

/** Days of rows of what a mark names, `YYYY-MM-DD`. @param reports that hold rows */
type ActiveDays = (db: Database, reports: readonly ImportRecord[], mark: Marked) => Promise<string[]> | string[];

/** Of Stripe the first row from the mark's day on, of Apple the days of reports, of Google the first days of months. */
const ACTIVE_DAYS: Readonly<Record<Provider, ActiveDays>> = {
  async stripe(db, _reports, { part, from }) {
    const first = await firstLedgerRow(db, dayStartMs(from), part);
    return first === null ? [] : [utcDate(first)];
  },
  apple: (_db, reports, { part }) =>
    reports
      .filter(({ kind, profile }) => kind === 'apple-subscriber' && (part === undefined || profile === part))
      .map(({ period }) => period),
  google: (_db, reports, { part }) =>
    reports
      .filter(
        ({ kind, profile }) => kind === 'google-earnings' && (part === undefined || profile.startsWith(`${part}-`)),
      )
      .map(({ period }) => `${period.slice(0, 4)}-${period.slice(4)}-01`),
};
