import { saysEnded, untilActivity } from '../../core/close/checks/ended-marks.ts';
import type { CoverageMark } from '../../core/close/checks/gate.ts';
import { dayStartMs } from '../../core/close/checks/month-days.ts';
import type { ImportRecord } from '../../core/close/import-record.ts';
import { utcDate } from '../../core/month/utc-date.ts';
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
  const marks: CoverageMark[] = [];
  // One after another: they read over one connection.
  for (const { row } of await activeSmallRows(db, 'coverage')) {
    marks.push(saysEnded(row) ? untilActivity(row, await activeDays(db, imports, row)) : row);
  }
  return marks;
}

/** Days of rows of what a mark names: of Stripe the first from the mark's on, of Apple reports, of Google the first of months. */
async function activeDays(
  db: Database,
  imports: readonly ImportRecord[],
  { provider, part, from }: CoverageMark,
): Promise<string[]> {
  if (provider === 'stripe') {
    const first = await firstLedgerRow(db, dayStartMs(from), part);
    return first === null ? [] : [utcDate(first)];
  }
  const reports = imports.filter(({ rows, period }) => rows > 0 && period !== '');
  if (provider === 'apple') {
    return reports
      .filter(({ kind, profile }) => kind === 'apple-subscriber' && (part === undefined || profile === part))
      .map(({ period }) => period);
  }
  if (provider === 'job-log') return [];
  return reports
    .filter(({ kind, profile }) => kind === 'google-earnings' && (part === undefined || profile.startsWith(`${part}-`)))
    .map(({ period }) => `${period.slice(0, 4)}-${period.slice(4)}-01`);
}
