import { addMonths, formatMonth, type Month, parseMonth } from '../../month/month.ts';
import type { DayRange } from '../inputs/day-range.ts';
import { fallenWords, marksBeside } from './ended-marks.ts';
import { type CoverageMark, type Gate, type GateInput, ok } from './gate.ts';
import { isInUse, NOT_IN_USE } from './in-use.ts';
import { daysOf, uncovered } from './month-days.ts';
import { askedParts, type MissingOfPart, type Part, shownMissing } from './parts.ts';

/**
 * Google reports by Pacific months, so a UTC month needs two: its own, and the last hours of the one before; of each
 * payments profile that the months before had. A mark stands in for a file: over every day of the month itself, over the
 * last day of the month before.
 */
export function coverageGoogle(input: GateInput): Gate {
  const name = 'coverage-google';
  if (!isInUse(input, 'google')) return ok(name, NOT_IN_USE);
  const asked = askedOfMonth(input.month);
  const found = googleMissing(input, asked);
  if (found.length > 0) {
    const several = found.some(({ missing }) => missing.length > 1);
    return {
      name,
      state: 'open',
      why: [
        `no earnings file for the Pacific ${several ? 'months' : 'month'} ${shownMissing(found, shownPeriods, ofProfile)}`,
        ...fallenWords(found, 'google', (part) => marks(input, part)),
      ].join('; '),
      remedy: `Import ${googleNames(found)}, or mark the days without sales in coverage.csv (google${found[0]?.part ? `:${found[0].part}` : ''}).`,
    };
  }
  const seen = asked.map((each) => `${periodOf(each.month)}: ${filesOf(input, periodOf(each.month)) || 'a mark'}`);
  return ok(name, seen.join('; '));
}

/** A Pacific month that is asked for, and the days that a mark has to cover in its place. */
export interface AskedPeriod {
  readonly month: Month;
  readonly days: readonly string[];
}

/** The Pacific months that a UTC month needs. */
export function askedOfMonth(month: Month): AskedPeriod[] {
  const before = addMonths(month, -1);
  return [
    { month: before, days: daysOf(before).slice(-1) },
    { month, days: daysOf(month) },
  ];
}

/** Pacific months without file and mark, by payments profile; profiles without such are left out. */
export function googleMissing(input: GateInput, asked: readonly AskedPeriod[]): MissingOfPart[] {
  return googleProfiles(input, asked)
    .map((part) => {
      const periods = new Set(reportedPeriods(input, part));
      const standing = marks(input, part);
      const without = asked.filter(
        ({ month, days }) => !periods.has(periodOf(month)) && uncovered(days, standing).length > 0,
      );
      return { part, missing: without.map(({ month }) => periodOf(month)) };
    })
    .filter(({ missing }) => missing.length > 0);
}

/** The names of the files to fetch. */
export function googleNames(found: readonly MissingOfPart[]): string {
  return found
    .map(({ part, missing }) =>
      inRuns(missing, (period) => `earnings_${period}_${part === '' ? '*' : `${part}-*`}.zip`),
    )
    .join(' and ');
}

/** ` of profile 44710001` */
export function ofProfile(part: Part): string {
  return ` of profile ${part}`;
}

/** `202609 and 202610`; `202508 to 202607` */
export function shownPeriods(periods: readonly string[]): string {
  return inRuns(periods, (period) => period);
}

/** Periods one by one, and from the first to the last of three and more that follow one another. */
function inRuns(periods: readonly string[], shown: (period: string) => string): string {
  const runs: string[][] = [];
  for (const period of periods) {
    const run = runs.at(-1);
    if (run !== undefined && follows(run.at(-1) ?? '', period)) run.push(period);
    else runs.push([period]);
  }
  const words = runs.flatMap((run) =>
    run.length < 3 ? run.map(shown) : [`${shown(run[0] ?? '')} to ${shown(run.at(-1) ?? '')}`],
  );
  return words.join(' and ');
}

function follows(before: string, period: string): boolean {
  const month = parsePeriod(before);
  return month !== null && periodOf(addMonths(month, 1)) === period;
}

function googleProfiles(input: GateInput, asked: readonly AskedPeriod[]): Part[] {
  const last = asked.map(({ month }) => periodOf(month)).at(-1) ?? '';
  const files = input.imports.filter(({ kind, period }) => kind === 'google-earnings' && period <= last);
  return askedParts(
    input,
    'google',
    files.map(({ profile }) => partOfProfile(profile)),
  );
}

/** A row of a Pacific month that has no file contradicts a mark of its day. */
function marks(input: GateInput, part: Part): CoverageMark[] {
  return marksBeside(input, 'google', part, reportedPeriods(input, part).flatMap(daysOfPeriod));
}

function daysOfPeriod(period: string): DayRange[] {
  const month = parsePeriod(period);
  if (month === null) return [];
  const days = daysOf(month);
  return [{ from: days[0] ?? '', to: days.at(-1) ?? '' }];
}

/** A file whose name tells no profile stands for all. */
function reportedPeriods({ imports }: GateInput, part: Part): string[] {
  return imports
    .filter(({ kind, profile }) => kind === 'google-earnings' && (profile === '' || partOfProfile(profile) === part))
    .map(({ period }) => period);
}

function filesOf({ imports }: GateInput, asked: string): string {
  return imports
    .filter(({ kind, period }) => kind === 'google-earnings' && period === asked)
    .map(({ name }) => name)
    .sort()
    .join(', ');
}

/** `<profile>-<number>` of an earnings file: the number is the file's. */
export function partOfProfile(profile: string): Part {
  return profile.replace(/-\d+$/, '');
}

function parsePeriod(period: string): Month | null {
  return parseMonth(`${period.slice(0, 4)}-${period.slice(4)}`);
}

/** `202610` */
function periodOf(month: Month): string {
  return formatMonth(month).replace('-', '');
}
