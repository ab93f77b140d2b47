import { writtenIn, writtenOverTime } from '../../../config/written-policy.ts';
import { payoutDue } from '../../../core/month/month.ts';
import { rulesOf } from '../../../core/policy/dated-rules.ts';
import type { ComputedMonth } from '../computed-month.ts';
import { usageRecordOf } from '../usage/usage-record.ts';
import { type ReportFacts, shownExceptions } from './month-reports.ts';

/** What the reports of a computed month say; `how` is what the month itself does not know. */
export async function reportFacts(
  computed: ComputedMonth,
  how: Pick<ReportFacts, 'state' | 'version' | 'journal' | 'chain' | 'overview'>,
): Promise<ReportFacts> {
  const { context, close, digest, usage, reconciliation } = computed;
  const { db, policy, decisions } = context;
  return {
    ...how,
    close,
    work: usage.work,
    signals: usage.signals,
    digest,
    exceptions: await shownExceptions(db, close),
    decisions,
    policy: writtenIn(policy, close.month),
    policyOverTime: writtenOverTime(policy),
    shareIn: (month) => rulesOf(policy, month).share,
    look: policy.writtenLook,
    payouts: policy.payouts,
    payoutDue: payoutDue(close.month, policy.payoutDelayDays),
    reconciliation: reconciliation.lines,
    usage: await usageRecordOf(computed),
  };
}
