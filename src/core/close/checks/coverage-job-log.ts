import { formatMicro } from '../../money/micro.ts';
import { HOUR_MS } from '../../month/durations.ts';
import { formatMonth } from '../../month/month.ts';
import { utcDate } from '../../month/utc-date.ts';
import { FINDINGS } from '../finding.ts';
import { importJobLog } from '../import-job-log.ts';
import { endedWords, saysEnded, untilActivity } from './ended-marks.ts';
import { type CoverageMark, type Gate, type GateInput, type JobGap, ok } from './gate.ts';
import { controlDifferences, controlledDays } from './job-control.ts';
import { quietStretches } from './job-rhythm.ts';
import { addDaysTo, dayStartMs, daysOf, uncovered } from './month-days.ts';

const MOST_SHOWN = 5;
/** Of a day: no log of few jobs has so many. */
const MANY_ROWS = 1000;

/** What is wrong with the job log, and what mends it. */
interface Fault {
  readonly why: string;
  readonly remedy: string;
}

/**
 * The job logs of the month and of the open months before it, whose pools it carries on, are all there. A control file
 * (usage-control.csv) says so of each of its days, exactly. Without it the log can only be held against itself: no
 * stretch without a row is longer than close.job_gap_hours, and no day or hour falls far below its own rhythm.
 */
export function coverageJobLog(input: GateInput): Gate {
  const name = 'coverage-job-log';
  const faults = [...ownFaults(input), ...earlierFaults(input)];
  if (faults.length === 0) return ok(name, seenWords(input));
  return {
    name,
    state: 'open',
    why: faults.map(({ why }) => why).join('; '),
    remedy: [...new Set(faults.map(({ remedy }) => remedy))].join(' '),
  };
}

function ownFaults(input: GateInput): Fault[] {
  const { month, jobGaps } = input;
  const differs = differences(input, [month]);
  if (jobGaps === null) {
    return [{ why: `no job row falls in ${formatMonth(month)}`, remedy: FINDINGS['usage-missing'] }];
  }
  const [againstGaps, againstQuiet] = [marksOfLog(input, 'gaps'), marksOfLog(input, 'quiet')];
  const long = unmarked(input, jobGaps, againstGaps).filter((gap) => lengthOf(gap) > input.jobGapHours * HOUR_MS);
  const quiet = unmarked(input, quietStretches(month, input.jobHours, input.asOfMs), againstQuiet);
  return [
    ...differs,
    ...beyondBooks(input),
    ...(long.length === 0
      ? []
      : [
          {
            why: `no job row for more than ${input.jobGapHours} hours: ${shownGaps(long)}${endedAfter(againstGaps)}`,
            remedy: `${importJobLog('these hours')}, mark days without jobs in coverage.csv (job-log), or raise close.job_gap_hours.`,
          },
        ]),
    ...(quiet.length === 0
      ? []
      : [
          {
            why: `far fewer rows than the log has at such times: ${shownGaps(quiet)}${endedAfter(againstQuiet)}`,
            remedy: `${importJobLog('these hours')}, give usage-control.csv, or mark the days in coverage.csv (job-log).`,
          },
        ]),
  ];
}

/** More than a row of a job log may have, and than books keep of a wallet and month: what is logged is of another unit. */
const MOST_POINTS = 10n ** 18n - 1n;

function beyondBooks({ close }: GateInput): Fault[] {
  const beyond = close.usage.wallets.filter(({ points }) => points > MOST_POINTS);
  if (beyond.length === 0) return [];
  const whose = beyond.slice(0, MOST_SHOWN).map(({ wallet, points }) => `${wallet} ${formatMicro(points)}`);
  const more = beyond.length > MOST_SHOWN ? ` and ${beyond.length - MOST_SHOWN} more` : '';
  return [
    {
      why: `more render Spark than books keep of a wallet and month, ${formatMicro(MOST_POINTS)}: ${whose.join(', ')}${more}`,
      remedy:
        'Check the unit of render_spark where the log comes from, and begin the books again with a corrected log.',
    },
  ];
}

/** Of the months before, only that they have rows, and what a control says: their own gate asks for the rest. */
function earlierFaults(input: GateInput): Fault[] {
  const { month, close } = input;
  const without = close.earlier.filter(({ usageMissing }) => usageMissing).map((each) => formatMonth(each.month));
  const missing =
    without.length === 0
      ? []
      : [
          {
            why: `no job row falls in ${without.join(', ')}: what ${formatMonth(month)} carries on is not known`,
            remedy: `${importJobLog(without.join(', '))}.`,
          },
        ];
  const earlier = close.earlier.map((each) => each.month);
  return [...missing, ...differences(input, earlier)];
}

function differences({ jobControl, loggedDays }: GateInput, months: readonly GateInput['month'][]): Fault[] {
  const found = months.flatMap((month) => controlDifferences(month, jobControl, loggedDays));
  if (found.length === 0) return [];
  const more = found.length > MOST_SHOWN ? `; and ${found.length - MOST_SHOWN} more days` : '';
  return [
    {
      why: `${found.slice(0, MOST_SHOWN).join('; ')}${more}`,
      remedy: 'Import the job logs that are missing, or correct usage-control.csv.',
    },
  ];
}

/** What was seen, and what could not be. */
function seenWords(input: GateInput): string {
  const days = daysOf(input.month);
  const range = controlledDays(input.jobControl);
  const alone = range === null ? days : uncovered(days, [range]);
  if (alone.length === 0) return 'jobs and Spark of every day are as usage-control.csv counts them';
  const gaps = `no stretch without jobs is longer than ${input.jobGapHours} hours`;
  const unseen = 'only gaps and days far below its own rhythm would show, not single missing jobs';
  if (alone.length === days.length) return `${gaps}; there is no usage-control.csv for the month: ${unseen}`;
  return `jobs and Spark of ${days.length - alone.length} days are as usage-control.csv counts them; of the others ${gaps}: ${unseen}`;
}

/** What is left of stretches: without the days that a person marked, and those that a control speaks of. */
function unmarked({ jobControl }: GateInput, gaps: readonly JobGap[], marks: readonly CoverageMark[]): JobGap[] {
  const controlled = controlledDays(jobControl);
  const settled = [...marks, ...(controlled === null ? [] : [controlled])];
  return gaps.flatMap((gap) => without(gap, settled));
}

/**
 * The marks of the log, as far as rows let them stand. One that says that it ended does so with the first row from its day
 * on. Of the others the first and the last day may have rows, where a gap begins and ends within them, and so may all days
 * of a log of few jobs; a day between them with many contradicts a mark against gaps.
 */
function marksOfLog({ marks, jobHours, asOfMs }: GateInput, against: 'gaps' | 'quiet'): CoverageMark[] {
  const rows = new Map<string, number>();
  for (const { atMs, rows: count } of jobHours) rows.set(utcDate(atMs), (rows.get(utcDate(atMs)) ?? 0) + count);
  const days = [...rows.keys()];
  const busy = days.filter((day) => (rows.get(day) ?? 0) >= MANY_ROWS);
  return marks
    .filter((mark) => mark.provider === 'job-log')
    .map((mark) => {
      if (saysEnded(mark, asOfMs)) return untilActivity(mark, days);
      const between = against === 'quiet' ? [] : busy.filter((day) => day > mark.from && day < mark.to);
      return untilActivity(mark, between);
    });
}

function endedAfter(marks: readonly CoverageMark[]): string {
  return endedWords(marks, 'job-log')
    .map((words) => `; ${words}`)
    .join('');
}

function without(gap: JobGap, days: readonly Pick<CoverageMark, 'from' | 'to'>[]): JobGap[] {
  return days.reduce<JobGap[]>(
    (gaps, { from, to }) => gaps.flatMap((each) => cut(each, dayStartMs(from), dayStartMs(addDaysTo(to, 1)))),
    [gap],
  );
}

function cut({ fromMs, untilMs }: JobGap, startMs: number, endMs: number): JobGap[] {
  const left = { fromMs, untilMs: Math.min(untilMs, startMs) };
  const right = { fromMs: Math.max(fromMs, endMs), untilMs };
  return [left, right].filter((gap) => lengthOf(gap) > 0);
}

function shownGaps(gaps: readonly JobGap[]): string {
  const shown = gaps.slice(0, MOST_SHOWN).map(({ fromMs, untilMs }) => `${minute(fromMs)} to ${minute(untilMs)}`);
  return `${shown.join(', ')}${gaps.length > MOST_SHOWN ? ` and ${gaps.length - MOST_SHOWN} more` : ''}`;
}

function lengthOf({ fromMs, untilMs }: JobGap): number {
  return untilMs - fromMs;
}

/** `2026-10-14T22:10Z` */
function minute(instantMs: number): string {
  return `${new Date(instantMs).toISOString().slice(0, 16)}Z`;
}
