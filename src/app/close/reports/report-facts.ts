import type { Policy } from '../../../config/policy.ts';
import type { Workspace } from '../../books/workspace.ts';
import type { ClosedMonth } from '../close-month.ts';
import { usageRecordOf } from '../usage/usage-record.ts';
import { type ReportFacts, shownExceptions } from './month-reports.ts';

/** What the reports of a closed month say; `how` is what the close itself does not know. */
export async function reportFacts(
  workspace: Workspace,
  policy: Policy,
  closed: ClosedMonth,
  how: Pick<ReportFacts, 'state' | 'version' | 'journal' | 'chain'>,
): Promise<ReportFacts> {
  const { close, digest, decisions, usage, reconciliation } = closed;
  return {
    ...how,
    close,
    work: usage.work,
    signals: usage.signals,
    digest,
    exceptions: await shownExceptions(workspace.store.db, close),
    decisions,
    policy: policy.written,
    payouts: policy.payouts,
    reconciliation: reconciliation.lines,
    usage: await usageRecordOf(workspace, policy, closed),
  };
}
