import type { CostItem } from '../../src/core/close/costs.ts';
import { type Decision, DecisionBook } from '../../src/core/close/decision.ts';
import { digestHead, digestPosting, digestTail } from '../../src/core/close/digest-content.ts';
import type { MonthClose } from '../../src/core/close/month-close.ts';
import { MonthFold } from '../../src/core/close/month-fold.ts';
import type { CloseRules, PolicyOfClose } from '../../src/core/close/pools-in-order.ts';
import { NOTHING_CLOSED } from '../../src/core/close/prior-periods/closed-books.ts';
import { type Month, monthsFrom } from '../../src/core/month/month.ts';
import { always, inForce, mapOverTime } from '../../src/core/policy/over-time.ts';
import type { Assembled } from '../../src/core/revenue/assembled.ts';
import type { Posting } from '../../src/core/revenue/posting.ts';
import type { MonthUsage } from '../../src/core/usage/month-usage.ts';
import { month } from './charges.ts';

/** A month's usage: points by wallet, one job each. `rows` 0 stands for an unknown month. */
export function usageOf(of: Month, points: Record<string, bigint>, rows?: number): MonthUsage {
  const wallets = Object.entries(points).map(([wallet, amount]) => ({ wallet, jobs: 1, points: amount }));
  return {
    month: of,
    rows: rows ?? wallets.length,
    wallets,
    excluded: [],
    trialing: { jobs: 0, points: 0n },
    findings: [],
  };
}

export const POLICY: PolicyOfClose = {
  firstMonth: month('2026-08'),
  rules: always({ refunds: 'deferred-first', share: '0.51', sharedFees: 'prorate' }),
};

/** The policy with other rules, from the beginning on. */
export function policyWith(rules: Partial<CloseRules>): PolicyOfClose {
  return { ...POLICY, rules: mapOverTime(POLICY.rules, (own) => ({ ...own, ...rules })) };
}

/** Nothing but what is given. */
export function assembled(parts: Partial<Assembled>): Assembled {
  return { charges: [], exclusions: [], findings: [], printedCharges: [], sharedFees: [], fates: new Map(), ...parts };
}

export interface Closed {
  readonly close: MonthClose;
  readonly postings: readonly Posting[];
  /** What the digest is the hash of. */
  readonly content: string;
}

/** Closes a month over groups; every month has one wallet's jobs unless usages say otherwise. */
export function closeOf(
  groups: readonly Assembled[],
  of: Month,
  options: {
    policy?: PolicyOfClose;
    costs?: readonly CostItem[];
    usages?: readonly MonthUsage[];
    decisions?: readonly Decision[];
  } = {},
): Closed {
  const { policy = POLICY, costs = [], decisions = [] } = options;
  const usages = options.usages ?? monthsFrom(policy.firstMonth, of).map((each) => usageOf(each, { '0xa': 1n }));
  const fold = new MonthFold(policy, of, NOTHING_CLOSED, new DecisionBook(decisions));
  const postings = groups.flatMap((group) => fold.add(group, () => []));
  postings.push(...fold.finishRevenue(costs, []));
  const close = fold.close(usages);
  const content =
    digestHead({ share: inForce(policy.rules, of).share }, [], close.month, undefined) +
    postings.map(digestPosting).join('') +
    digestTail(close);
  return { close, postings, content };
}
