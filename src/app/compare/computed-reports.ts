import { join } from 'node:path';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { stageDirectory } from '../../files/output-directory.ts';
import { refuseBeforeFirstMonth } from '../books/policy/first-month.ts';
import { computeMonth } from '../close/computed-month.ts';
import type { CloseOptions, CloseRequest } from '../close/facts/close-context.ts';
import { writeReports } from '../close/reports/month-reports.ts';
import { reportFacts } from '../close/reports/report-facts.ts';
import { streamedFiles } from '../close/reports/streamed-files.ts';
import { openReports, type ReportDirectory } from './report-directory.ts';

/** What a side of a comparison is computed with. */
export interface ComputeRequest extends Omit<CloseRequest, 'month'> {
  readonly version: string;
}

/**
 * A month's reports as they would be now, written where the process keeps what is gone with it: neither the store nor
 * the reports change.
 *
 * @param state what the side is called
 * @throws InvalidInput before-first-month
 */
export async function computeReports(
  request: ComputeRequest,
  month: Month,
  state: string,
  options: CloseOptions,
): Promise<ReportDirectory> {
  const { workspace, policy, version } = request;
  refuseBeforeFirstMonth(month, policy);
  const directory = join(workspace.data.temporary, 'compared', `${formatMonth(month)}-${state.replaceAll(' ', '-')}`);
  const staged = stageDirectory(directory);
  try {
    const files = streamedFiles(staged, month, state, null);
    const computed = await computeMonth({ ...request, month }, files, options);
    files.finish(computed.close);
    const how = { state, version, journal: null, chain: null, overview: null };
    await writeReports(workspace.store.db, staged, await reportFacts(computed, how));
    staged.replace();
  } catch (error) {
    staged.discard();
    throw error;
  }
  return openReports(directory, month);
}
