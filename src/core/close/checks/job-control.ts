import { formatMicro } from '../../money/micro.ts';
import { formatMonth, type Month } from '../../month/month.ts';
import { compareText } from '../../text/compare-text.ts';
import { countOf } from '../../text/count-of.ts';
import type { DayRange } from '../inputs/day-range.ts';
import type { JobDay } from '../job-day.ts';

/**
 * The days that usage-control.csv speaks of: from its first day to its last; one in between without a row had no job.
 * Null without rows.
 */
export function controlledDays(control: readonly JobDay[]): DayRange | null {
  const days = control.map(({ day }) => day).sort(compareText);
  const [from, to] = [days[0], days.at(-1)];
  return from === undefined || to === undefined ? null : { from, to };
}

/** Where the job log and the control differ in the days of a month, day by day, exactly. */
export function controlDifferences(month: Month, control: readonly JobDay[], logged: readonly JobDay[]): string[] {
  const range = controlledDays(control);
  if (range === null) return [];
  const [theirs, ours] = [byDay(control), byDay(logged)];
  const days = [...new Set([...theirs.keys(), ...ours.keys()])].sort(compareText);
  return days
    .filter((day) => day.startsWith(formatMonth(month)) && range.from <= day && day <= range.to)
    .flatMap((day) => {
      const [their, our] = [theirs.get(day) ?? NOTHING, ours.get(day) ?? NOTHING];
      if (their.jobs === our.jobs && their.points === our.points) return [];
      return [`${day}: ${shown(our)} in the job log, ${shown(their)} by usage-control.csv`];
    });
}

const NOTHING = { jobs: 0, points: 0n };

function byDay(days: readonly JobDay[]): Map<string, JobDay> {
  return new Map(days.map((each) => [each.day, each]));
}

function shown({ jobs, points }: Omit<JobDay, 'day'>): string {
  return `${countOf(jobs, 'job')} of ${formatMicro(points)} Spark`;
}
