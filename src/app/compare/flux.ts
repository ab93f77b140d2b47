import type { Comparison } from '../../core/comparison/comparison.ts';
import type { Month } from '../../core/month/month.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { compareMonths } from './compare-reports.ts';
import { type ComputeRequest, computeReports } from './computed-reports.ts';
import type { ReportDirectory } from './report-directory.ts';
import { storedReports } from './stored-reports.ts';

export interface FluxRequest extends ComputeRequest {
  readonly month: Month;
  readonly against: Month;
  readonly out: string;
}

/**
 * `revshare flux MONTH`: why the month's net revenue is another than that of the month before, by cause. A final month
 * is taken as it was approved, an open one as now known. Stores nothing.
 *
 * @throws InvalidInput no-reports, damaged-reports, before-first-month
 */
export async function flux(request: FluxRequest): Promise<Comparison> {
  const side = async (month: Month): Promise<ReportDirectory> => {
    if ((await finalMonth(request.workspace.store.db, month)) !== null)
      return storedReports(request.out, month, 'final');
    return computeReports(request, month, 'now', { asIfOpen: false });
  };
  const from = await side(request.against);
  return compareMonths(from, await side(request.month));
}
