import { addMonths, formatMonth, type Month } from '../core/month/month.ts';
import { isSameRules } from '../core/policy/dated-rules.ts';
import { closedThenOpen, type OverTime, withoutRepeats } from '../core/policy/over-time.ts';
import type { Plan } from '../core/revenue/plan.ts';
import type { Policy } from './policy.ts';
import { policyDifferences, rulesWritten } from './policy-differences.ts';
import { writtenIn } from './written-policy.ts';

/** The policy that a final month was closed under. */
export interface ClosedPolicy {
  readonly month: Month;
  /** As its manifest has it; null when that cannot be read. */
  readonly policy: Policy | null;
  /** Where its manifest is looked for. */
  readonly manifest: string;
}

/**
 * The policy that months are computed by (R14): a final month keeps what it was closed under, whatever the configuration
 * says of it now; from the first open month on the configuration holds. What differs without a date is noted for the gate
 * `policy-unchanged`. A final month whose policy cannot be read has that of the final month before it.
 *
 * @param closed every final month, in order
 */
export function policyInForce(config: Policy, closed: readonly ClosedPolicy[]): Policy {
  const last = closed.at(-1);
  if (last === undefined) return config;
  const known = closed.flatMap(({ month, policy }) => (policy === null ? [] : [{ month, policy }]));
  const firstOpen = addMonths(last.month, 1);
  const rules = closedThenOpen(
    known.map(({ month, policy }) => ({ month, value: policy.rules })),
    config.rules,
    firstOpen,
  );
  const pricesOf = (plan: Plan): OverTime<bigint> =>
    closedThenOpen(
      known.flatMap(({ month, policy }) => {
        const then = policy.plans.find(({ id, term }) => id === plan.id && term === plan.term);
        return then === undefined ? [] : [{ month, value: then.listPrice }];
      }),
      plan.listPrice,
      firstOpen,
    );
  return {
    ...config,
    rules: withoutRepeats(rules, isSameRules),
    plans: config.plans.map((plan) => {
      return { ...plan, listPrice: withoutRepeats(pricesOf(plan), (one, other) => one === other) };
    }),
    sinceLastFinal: changesSince(last, config),
  };
}

function changesSince({ month, policy, manifest }: ClosedPolicy, config: Policy): Policy['sinceLastFinal'] {
  if (policy === null) {
    const why = `the policy of ${formatMonth(month)} cannot be compared: ${manifest} is not the one that was approved`;
    return { undated: [], unknown: { why, rules: rulesWritten(writtenIn(config, month)) } };
  }
  return { undated: policyDifferences(writtenIn(policy, month), writtenIn(config, month)), unknown: null };
}
