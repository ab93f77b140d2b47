import { join } from 'node:path';
import type { Policy } from '../../config/policy.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { stageDirectory } from '../../files/output-directory.ts';
import { type CloseOptions, closeMonth } from '../close-month.ts';
import { writeReports } from '../month-reports.ts';
import type { Progress } from '../progress.ts';
import { refuseBeforeFirstMonth } from '../reconcile.ts';
import { reportFacts } from '../report-facts.ts';
import { streamedFiles } from '../streamed-files.ts';
import type { Workspace } from '../workspace.ts';
import { openReports, type ReportDirectory } from './report-directory.ts';

/** What a side of a comparison is computed with. */
export interface ComputeRequest {
  readonly workspace: Workspace;
  readonly policy: Policy;
  readonly version: string;
  readonly progress: Progress;
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
  const { workspace, policy, version, progress } = request;
  const { db } = workspace.store;
  refuseBeforeFirstMonth(month, policy);
  const directory = join(workspace.data.temporary, 'compared', `${formatMonth(month)}-${state.replaceAll(' ', '-')}`);
  const staged = stageDirectory(directory);
  try {
    const files = streamedFiles(staged, month, state, null);
    const closed = await closeMonth(workspace, policy, month, files, progress, options);
    files.finish(closed.close);
    const how = { state, version, journal: null, chain: null };
    await writeReports(db, staged, await reportFacts(workspace, policy, closed, how));
    staged.replace();
  } catch (error) {
    staged.discard();
    throw error;
  }
  return openReports(directory, month);
}
