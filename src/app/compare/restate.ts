import type { Comparison } from '../../core/comparison/comparison.ts';
import type { Month } from '../../core/month/month.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { compareAccounts } from './compare-reports.ts';
import { type ComputeRequest, computeReports } from './computed-reports.ts';
import { storedReports } from './stored-reports.ts';

export interface RestateRequest extends ComputeRequest {
  readonly month: Month;
  readonly out: string;
}

/**
 * `revshare restate MONTH`: a final month as it was closed against what it would be as now known, as if no month were
 * final. Changes nothing: what is different posts by R16 in the first open month. Null when the month is not final.
 *
 * @throws InvalidInput no-reports, damaged-reports
 */
export async function restate(request: RestateRequest): Promise<Comparison | null> {
  if ((await finalMonth(request.workspace.store.db, request.month)) === null) return null;
  const closed = await storedReports(request.out, request.month, 'final');
  const now = await computeReports(request, request.month, 'as now known', { asIfOpen: true });
  return compareAccounts(closed, now);
}
