import { HOUR_MS } from '../../month/durations.ts';
import { formatMonth } from '../../month/month.ts';
import { type CoverageMark, type Gate, type GateInput, type JobGap, ok } from './gate.ts';
import { addDaysTo, dayStartMs } from './month-days.ts';

/** The job log has rows in the month, and no stretch without any is longer than close.job_gap_hours. */
export function coverageJobLog(input: GateInput): Gate {
  const name = 'coverage-job-log';
  const { month, jobGaps, jobGapHours } = input;
  if (jobGaps === null) {
    return {
      name,
      state: 'open',
      why: `no job row falls in ${formatMonth(month)}`,
      remedy: 'Import the job log of the month.',
    };
  }
  const marks = input.marks.filter((mark) => mark.provider === 'job-log');
  const long = jobGaps
    .flatMap((gap) => withoutMarks(gap, marks))
    .filter((gap) => lengthOf(gap) > jobGapHours * HOUR_MS);
  if (long.length === 0) return ok(name, `no stretch without jobs is longer than ${jobGapHours} hours`);
  const shown = long.slice(0, MOST_SHOWN).map(({ fromMs, untilMs }) => `${minute(fromMs)} to ${minute(untilMs)}`);
  const more = long.length > MOST_SHOWN ? ` and ${long.length - MOST_SHOWN} more` : '';
  return {
    name,
    state: 'open',
    why: `no job row for more than ${jobGapHours} hours: ${shown.join(', ')}${more}`,
    remedy:
      'Import the job log of these hours, mark days without jobs in coverage.csv (job-log), or raise close.job_gap_hours.',
  };
}

const MOST_SHOWN = 5;

/** What is left of a gap between the days that a person marked. */
function withoutMarks(gap: JobGap, marks: readonly CoverageMark[]): JobGap[] {
  return marks.reduce<JobGap[]>(
    (gaps, mark) => gaps.flatMap((each) => cut(each, dayStartMs(mark.from), dayStartMs(addDaysTo(mark.to, 1)))),
    [gap],
  );
}

function cut({ fromMs, untilMs }: JobGap, startMs: number, endMs: number): JobGap[] {
  const left = { fromMs, untilMs: Math.min(untilMs, startMs) };
  const right = { fromMs: Math.max(fromMs, endMs), untilMs };
  return [left, right].filter((gap) => lengthOf(gap) > 0);
}

function lengthOf({ fromMs, untilMs }: JobGap): number {
  return untilMs - fromMs;
}

/** `2026-10-14T22:10Z` */
function minute(instantMs: number): string {
  return `${new Date(instantMs).toISOString().slice(0, 16)}Z`;
}
