import { compareText } from '../../core/text/compare-text.ts';
import type { JobFinding, UnlistedCode } from '../../core/usage/month-usage.ts';
import { type JobTotals, MOST_FINDINGS, sumOf } from './job-totals.ts';

/**
 * A month's statuses or payment models that are on no list (R11), one finding a value however many rows have it, sorted;
 * of more than 1000 the rest are counted in one. Without their places.
 */
export function unlistedValues(totals: readonly JobTotals[], code: UnlistedCode): JobFinding[] {
  const found = totals.filter(({ reason }) => reason === code);
  const values = [...new Set(found.map(({ name }) => name))].sort(compareText);
  const finding = (jobId: string, of: readonly JobTotals[], rows = sumOf(of).jobs): JobFinding => {
    return { code, jobId, model: '', oneCounts: false, rows, points: sumOf(of).points, input: '', line: 0 };
  };
  const shown = values.slice(0, MOST_FINDINGS).map((value) =>
    finding(
      value,
      found.filter(({ name }) => name === value),
    ),
  );
  const rest = new Set(values.slice(MOST_FINDINGS));
  if (rest.size === 0) return shown;
  const others = found.filter(({ name }) => rest.has(name));
  return [...shown, finding('', others, rest.size)];
}
