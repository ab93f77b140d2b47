import { endedWords } from './ended-marks.ts';
import { type Gate, type GateInput, ok } from './gate.ts';
import { isInUse, NOT_IN_USE } from './in-use.ts';
import { daysOf, shownDays, uncovered } from './month-days.ts';
import { askedParts, type MissingOfPart, marksOf, type Part, shownMissing } from './parts.ts';

/**
 * A daily Subscriber report of each vendor that the data know, or a mark, for every day of the month: Apple writes no
 * report for a day without sales.
 */
export function coverageApple(input: GateInput): Gate {
  const name = 'coverage-apple';
  if (!isInUse(input, 'apple')) return ok(name, NOT_IN_USE);
  const days = daysOf(input.month);
  const found = appleMissing(input, days);
  if (found.length > 0) {
    return {
      name,
      state: 'open',
      why: [
        `neither a report nor a mark for ${shownMissing(found, shownDays, ofVendor)}`,
        ...endedWords(input.marks, 'apple'),
      ].join('; '),
      remedy: `Import the daily Subscriber reports (${appleNames(found)} and so on), or mark days without sales in coverage.csv (apple${found[0]?.part ? `:${found[0].part}` : ''}).`,
    };
  }
  const vendors = appleVendors(input, days);
  const counted = vendors.map((part) => {
    const byMark = days.length - reportedDays(input, days, part).length;
    return `${days.length - byMark} days by a report, ${byMark} by a mark${vendors.length > 1 ? ofVendor(part) : ''}`;
  });
  return ok(name, counted.join('; '));
}

/** Days without report and mark, by vendor; vendors without such are left out. */
export function appleMissing(input: GateInput, days: readonly string[]): MissingOfPart[] {
  return appleVendors(input, days)
    .map((part) => {
      const reported = new Set(reportedDays(input, days, part));
      const without = days.filter((day) => !reported.has(day));
      return { part, missing: uncovered(without, marksOf(input, 'apple', part)) };
    })
    .filter(({ missing }) => missing.length > 0);
}

/** The names of the files to fetch. */
export function appleNames(found: readonly MissingOfPart[]): string {
  return found
    .map(({ part, missing }) => `Subscriber_${part === '' ? '*' : part}_${missing[0]?.replaceAll('-', '')}.txt`)
    .join(', ');
}

/** ` of vendor 89990001` */
export function ofVendor(part: Part): string {
  return ` of vendor ${part}`;
}

function appleVendors(input: GateInput, days: readonly string[]): Part[] {
  const end = days.at(-1) ?? '';
  const reports = input.imports.filter(({ kind, period }) => kind === 'apple-subscriber' && period <= end);
  return askedParts(
    input,
    'apple',
    reports.map(({ profile }) => profile),
  );
}

/** A report whose name tells no vendor stands for all. */
function reportedDays({ imports }: GateInput, days: readonly string[], part: Part): string[] {
  const reported = new Set(
    imports
      .filter(({ kind, profile }) => kind === 'apple-subscriber' && (profile === '' || profile === part))
      .map(({ period }) => period),
  );
  return days.filter((day) => reported.has(day));
}
