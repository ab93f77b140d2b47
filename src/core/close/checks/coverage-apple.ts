import { type Gate, type GateInput, ok } from './gate.ts';
import { isInUse, NOT_IN_USE } from './in-use.ts';
import { daysOf, shownDays, uncovered } from './month-days.ts';

/** A daily Subscriber report, or a mark, for every day of the month: Apple writes no report for a day without sales. */
export function coverageApple(input: GateInput): Gate {
  const name = 'coverage-apple';
  if (!isInUse(input, 'apple', 'apple-subscriber')) return ok(name, NOT_IN_USE);
  const days = daysOf(input.month);
  const reported = new Set(input.imports.filter(({ kind }) => kind === 'apple-subscriber').map(({ period }) => period));
  const withoutFile = days.filter((day) => !reported.has(day));
  const missing = uncovered(
    withoutFile,
    input.marks.filter((mark) => mark.provider === 'apple'),
  );
  if (missing.length > 0) {
    const first = missing[0]?.replaceAll('-', '');
    return {
      name,
      state: 'open',
      why: `neither a report nor a mark for ${shownDays(missing)}`,
      remedy: `Import the daily Subscriber reports (Subscriber_*_${first}.txt and so on), or mark days without sales in coverage.csv.`,
    };
  }
  return ok(name, `${days.length - withoutFile.length} days by a report, ${withoutFile.length} by a mark`);
}
