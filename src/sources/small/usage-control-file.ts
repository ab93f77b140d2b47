import type { JobDay } from '../../core/close/job-day.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../reading/table-row.ts';
import { parseUtcDate } from '../reading/utc-time.ts';
import type { SmallFile } from './small-file.ts';

/** usage-control.csv: `day,jobs,render_spark`; completed subscription jobs of a UTC day, as the network counts them. */
export const USAGE_CONTROL_FILE: SmallFile<JobDay> = {
  columns: [
    { name: 'day', needed: true },
    { name: 'jobs', needed: true },
    { name: 'render_spark', needed: true },
  ],
  read(row: TableRow): JobDay {
    const day = row.needed('day');
    if (day !== '' && parseUtcDate(day) === null)
      row.fail('not-a-date', 'day', `day ${quoted(day)} is not a date like 2026-10-31`);
    return { day, jobs: countOfJobs(row), points: row.amount('render_spark') };
  },
  agreement: {
    column: 'jobs',
    keyOf: ({ day }) => day,
    sayingOf: ({ jobs, points }) => `${jobs} ${points}`,
    message: ({ day, ...here }, earlier, where) => `${day} has ${shown(here)} here and ${shown(earlier)} in ${where}`,
  },
};

function countOfJobs(row: TableRow): number {
  const text = row.needed('jobs');
  if (/^\d{1,12}$/.test(text)) return Number(text);
  if (text !== '') row.fail('not-a-count', 'jobs', `jobs ${quoted(text)} is not a whole number`);
  return 0;
}

function shown({ jobs, points }: Omit<JobDay, 'day'>): string {
  return `${jobs} jobs of ${formatMicro(points)} Spark`;
}
