import type { Finding } from '../../core/close/finding.ts';
import { outsideNameFindings } from '../../core/close/inputs/outside-name.ts';
import { vanishedFinding } from '../../core/close/inputs/vanished-rows.ts';
import { jobFindings } from '../../core/close/job-findings.ts';
import { lateJobsFinding } from '../../core/close/prior-periods/late-jobs.ts';
import { vanishedRows } from '../../store/inputs/replaced-reports.ts';
import type { CloseContext } from './facts/close-context.ts';
import { rowsOutsideNames } from './facts/rows-outside-names.ts';
import type { OpenUsage } from './usage/usage-of-months.ts';

/** The exceptions that no charge brings: of reports that lost rows or have them outside their days, and of jobs. */
export async function findingsBeside(context: CloseContext, usage: OpenUsage): Promise<Finding[]> {
  const { db, policy, decisions } = context;
  const { completed } = policy.listExtensions;
  return [
    ...(await vanishedRows(db)).map((rows) => vanishedFinding(rows, decisions)),
    ...outsideNameFindings(await rowsOutsideNames(db), decisions),
    ...jobFindings(usage.months.at(-1), decisions, completed),
    ...usage.findings,
    ...usage.late.map(lateJobsFinding),
  ];
}
