import type { CloseRules, PolicyOfClose } from '../close/pools-in-order.ts';
import type { Month } from '../month/month.ts';
import type { UsagePolicy } from '../usage/month-usage.ts';
import { inForce, type OverTime } from './over-time.ts';

/** The rules about jobs that `changes:` may date. */
export type UsageRules = Pick<UsagePolicy, 'trialJobs' | 'excludedModels'>;

/** The rules of revshare.yaml that `changes:` may date (R14). */
export interface DatedRules extends CloseRules, UsageRules {}

/** The policy as far as it changes over time. Whoever needs a rule asks for it with a month. */
export interface PolicyOverTime extends PolicyOfClose {
  readonly rules: OverTime<DatedRules>;
}

/** The rules in force in a month (R14). */
export function rulesOf({ rules }: Pick<PolicyOverTime, 'rules'>, month: Month): DatedRules {
  return inForce(rules, month);
}

/** Whether two say the same. */
export function isSameRules(one: DatedRules, other: DatedRules): boolean {
  return (
    one.share === other.share &&
    one.refunds === other.refunds &&
    one.sharedFees === other.sharedFees &&
    isSameUsageRules(one, other)
  );
}

/** Whether two count jobs alike. */
export function isSameUsageRules(one: UsageRules, other: UsageRules): boolean {
  return one.trialJobs === other.trialJobs && one.excludedModels.join('\n') === other.excludedModels.join('\n');
}
