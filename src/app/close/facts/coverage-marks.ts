import { partOfProfile } from '../../../core/close/checks/coverage-google.ts';
import { saysEnded, untilActivity } from '../../../core/close/checks/ended-marks.ts';
import type { ActiveDay, CoverageMark } from '../../../core/close/checks/gate.ts';
import { addDaysTo, dayStartMs } from '../../../core/close/checks/month-days.ts';
import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import { HOUR_MS } from '../../../core/month/durations.ts';
import { utcDate } from '../../../core/month/utc-date.ts';
import type { Provider } from '../../../core/revenue/provider.ts';
import { pacificMonth } from '../../../sources/google/report-period.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { daysOutside } from '../../../store/inputs/days-outside.ts';
import { firstLedgerRow, ledgerDays } from '../../../store/inputs/row-counts.ts';
import { activeSmallRows } from '../../../store/inputs/small-rows.ts';

/**
 * The marks of coverage.csv, as far as what was imported lets them stand: what one says ended, and what has rows later,
 * ended until then. With one of another kind go the days that have rows all the same, but for Apple's, whose reports have rows of
 * neighbouring days. Of the job log its own gate asks.
 *
 * @param imports in force
 */
export async function coverageMarks(
  db: Database,
  imports: readonly ImportRecord[],
  asOfMs: number,
): Promise<CoverageMark[]> {
  const reports = imports.filter(({ rows, period }) => rows > 0 && period !== '');
  const days = await daysOfStores(db, reports);
  const marks: CoverageMark[] = [];
  // One after another: they read over one connection.
  for (const { row } of await activeSmallRows(db, 'coverage')) {
    if (row.provider === 'job-log') marks.push(row);
    else if (saysEnded(row, asOfMs)) marks.push(untilActivity(row, await days[row.provider].after(row)));
    else {
      const beside = await days[row.provider].beside(row);
      marks.push({ ...row, active: beside.filter(({ day }) => day >= row.from && day <= row.to) });
    }
  }
  return marks;
}

/** The days with rows of what a mark names: `after` what it says ended, and `beside` what another kind of mark says of its days. */
interface DaysOfMarks {
  readonly after: (mark: CoverageMark) => Promise<readonly string[]>;
  readonly beside: (mark: CoverageMark) => Promise<readonly ActiveDay[]>;
}

/** Of each store. Days that reports tell are read once for all marks. @param reports that hold rows */
async function daysOfStores(db: Database, reports: readonly ImportRecord[]): Promise<Record<Provider, DaysOfMarks>> {
  const toldByReports = (days: readonly ActiveDay[]): DaysOfMarks => ({
    after: (mark) => Promise.resolve(ofPart(days, mark)),
    beside: () => Promise.resolve(days),
  });
  return {
    stripe: {
      after: async ({ from, part }) => {
        const first = await firstLedgerRow(db, dayStartMs(from), part);
        return first === null ? [] : [utcDate(first)];
      },
      beside: ({ part, from, to }) =>
        ledgerDays(db, { fromMs: dayStartMs(from), beforeMs: dayStartMs(addDaysTo(to, 1)) }, part),
    },
    apple: toldByReports(appleDays(reports)),
    google: toldByReports(await googleDays(db, reports)),
  };
}

function ofPart(days: readonly ActiveDay[], { part }: CoverageMark): string[] {
  return days.filter((each) => part === undefined || each.part === part).map(({ day }) => day);
}

/** The days of Apple's reports: a row of a neighbouring day is normal, and that day may have no report of its own. */
function appleDays(reports: readonly ImportRecord[]): ActiveDay[] {
  return reports
    .filter(({ kind }) => kind === 'apple-subscriber')
    .map(({ period, profile }) => ({ day: period, part: profile }));
}

/** Of Google's earnings files the first day of their month, the last with a row, and those of rows of other months. */
async function googleDays(db: Database, reports: readonly ImportRecord[]): Promise<ActiveDay[]> {
  const days: ActiveDay[] = [];
  for (const { id, kind, period, profile, firstMs, lastMs } of reports) {
    const own = pacificMonth(period);
    if (kind !== 'google-earnings' || own === null || firstMs === null || lastMs === null) continue;
    const isWithin = firstMs >= own.fromMs && lastMs < own.beforeMs;
    const outside = isWithin ? [] : (await daysOutside(db, id, own)).map(({ dayMs }) => dayMs);
    const found = [`${own.said}-01`, ...[...outside, lastMs].flatMap(pacificDay)];
    days.push(...found.map((day) => ({ day, part: partOfProfile(profile) })));
  }
  return days;
}

/** The Pacific day of an instant; none in the hour that is of another day in summer than in winter. */
function pacificDay(atMs: number): string[] {
  const [summer, winter] = [utcDate(atMs - 7 * HOUR_MS), utcDate(atMs - 8 * HOUR_MS)];
  return summer === winter ? [summer] : [];
}
