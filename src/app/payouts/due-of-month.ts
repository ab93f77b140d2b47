import type { Policy } from '../../config/policy.ts';
import type { FinalMonth } from '../../core/close/prior-periods/final-month.ts';
import { payoutDue } from '../../core/month/month.ts';

/**
 * R14: the day on which the payouts of a final month are due, `YYYY-MM-DD`: the one that it was approved with, which later rules do
 * not move; of a month that an early version closed the one by the rules of now.
 */
export function dueOfMonth(
  { month, document }: Pick<FinalMonth, 'month' | 'document'>,
  { payoutDelayDays }: Pick<Policy, 'payoutDelayDays'>,
): string {
  const { payout_due: approved } = JSON.parse(document) as { readonly payout_due?: string };
  return approved ?? payoutDue(month, payoutDelayDays);
}
