import type { MicroSpark } from '../../core/money/micro.ts';
import { compareText } from '../../core/text/compare-text.ts';
import type { JobFinding, UnlistedCode } from '../../core/usage/month-usage.ts';
import { type JobTotals, MOST_FINDINGS } from './job-totals.ts';

/**
 * A month's statuses or payment models that are on no list (R11), one finding a value however many rows have it, sorted;
 * of more than 1000 the rest are counted in one. Without their places.
 */
export function unlistedValues(totals: readonly JobTotals[], code: UnlistedCode): JobFinding[] {
  const found = totals.filter(({ reason }) => reason === code);
  const values = [...new Set(found.map(({ name }) => name))].sort(compareText);
  const finding = (jobId: string, of: readonly JobTotals[], rows: number): JobFinding => {
    return { code, jobId, model: '', oneCounts: false, rows, points: pointsOf(of), input: '', line: 0 };
  };
  const shown = values.slice(0, MOST_FINDINGS).map((value) => {
    const own = found.filter(({ name }) => name === value);
    return finding(
      value,
      own,
      own.reduce((sum, { jobs }) => sum + jobs, 0),
    );
  });
  const rest = new Set(values.slice(MOST_FINDINGS));
  if (rest.size === 0) return shown;
  const others = found.filter(({ name }) => rest.has(name));
  return [...shown, finding('', others, rest.size)];
}

function pointsOf(totals: readonly JobTotals[]): MicroSpark {
  return totals.reduce((sum, { points }) => sum + points, 0n);
}
