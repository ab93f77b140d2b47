import { addMonths, formatMonth, type Month } from '../../month/month.ts';
import { type Gate, type GateInput, ok } from './gate.ts';
import { isInUse, NOT_IN_USE } from './in-use.ts';
import { daysOf, uncovered } from './month-days.ts';

/**
 * Google reports by Pacific months, so a UTC month needs two: its own, and the last hours of the one before. A mark
 * stands in for a file: over every day of the month itself, over the last day of the month before.
 */
export function coverageGoogle(input: GateInput): Gate {
  const name = 'coverage-google';
  if (!isInUse(input, 'google', 'google-earnings')) return ok(name, NOT_IN_USE);
  const { month } = input;
  const before = addMonths(month, -1);
  const found = [seen(input, before, daysOf(before).slice(-1)), seen(input, month, daysOf(month))];
  const missing = found.flatMap((each) => (each.by === null ? [each.period] : []));
  if (missing.length > 0) {
    const files = missing.map((period) => `earnings_${period}_*.zip`).join(' and ');
    return {
      name,
      state: 'open',
      why: `no earnings file for the Pacific ${missing.length === 1 ? 'month' : 'months'} ${missing.join(' and ')}`,
      remedy: `Import ${files}, or mark the days without sales in coverage.csv.`,
    };
  }
  return ok(name, found.map(({ period, by }) => `${period}: ${by}`).join('; '));
}

function seen(
  { imports, marks }: GateInput,
  month: Month,
  days: readonly string[],
): { period: string; by: string | null } {
  const period = formatMonth(month).replace('-', '');
  const files = imports.filter((each) => each.kind === 'google-earnings' && each.period === period);
  if (files.length > 0)
    return {
      period,
      by: files
        .map((file) => file.name)
        .sort()
        .join(', '),
    };
  const own = marks.filter((mark) => mark.provider === 'google');
  return { period, by: uncovered(days, own).length === 0 ? 'a mark' : null };
}
