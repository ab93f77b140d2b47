import type { Policy } from '../../config/policy.ts';
import type { FinalMonth } from '../../core/close/prior-periods/final-month.ts';
import { payoutDue } from '../../core/month/month.ts';
import { approvedDocument } from '../../render/month/reconcile-json.ts';

/**
 * R14: the day on which the payouts of a final month are due, `YYYY-MM-DD`: the one that it was approved with, which later rules do
 * not move; of a month that an early version closed the one by the rules of now.
 */
export function dueOfMonth(
  final: Pick<FinalMonth, 'month' | 'document'>,
  { payoutDelayDays }: Pick<Policy, 'payoutDelayDays'>,
): string {
  return approvedDocument(final).payout_due ?? payoutDue(final.month, payoutDelayDays);
}
