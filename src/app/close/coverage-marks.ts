import { saysEnded, untilActivity } from '../../core/close/checks/ended-marks.ts';
import type { ActiveDay, CoverageMark } from '../../core/close/checks/gate.ts';
import { addDaysTo, dayStartMs } from '../../core/close/checks/month-days.ts';
import type { ImportRecord } from '../../core/close/import-record.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { Provider } from '../../core/revenue/provider.ts';
import type { Database } from '../../store/database/open-store.ts';
import { firstLedgerRow, ledgerDays } from '../../store/inputs/row-counts.ts';
import { activeSmallRows } from '../../store/inputs/small-rows.ts';

/**
 * The marks of coverage.csv, as far as what was imported lets them stand: what one says ended, and what has rows later,
 * ended until then. With one of another kind go the days that have ledger rows. A row that an Apple report has of a marked
 * neighbouring day says nothing: that day may have no report of its own. Of the job log its own gate asks.
 *
 * @param imports in force
 */
export async function coverageMarks(
  db: Database,
  imports: readonly ImportRecord[],
  asOfMs: number,
): Promise<CoverageMark[]> {
  const reports = imports.filter(({ rows, period }) => rows > 0 && period !== '');
  const marks: CoverageMark[] = [];
  // One after another: they read over one connection.
  for (const { row } of await activeSmallRows(db, 'coverage')) {
    if (row.provider === 'job-log') marks.push(row);
    else if (saysEnded(row, asOfMs)) marks.push(untilActivity(row, await ACTIVE_DAYS[row.provider](db, reports, row)));
    else marks.push({ ...row, active: await DAYS_WITH_ROWS[row.provider](db, row) });
  }
  return marks;
}

/** Days of a mark that have rows all the same, where rows say that a file of their day has to be there. */
const DAYS_WITH_ROWS: Readonly<Record<Provider, (db: Database, mark: CoverageMark) => Promise<ActiveDay[]>>> = {
  stripe: (db, { part, from, to }) =>
    ledgerDays(db, { fromMs: dayStartMs(from), beforeMs: dayStartMs(addDaysTo(to, 1)) }, part),
  apple: () => Promise.resolve([]),
  google: () => Promise.resolve([]),
};

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
