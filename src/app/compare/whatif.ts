import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { shareIn } from '../../config/changes.ts';
import type { Policy } from '../../config/policy.ts';
import type { SupposedMonth, WhatIf } from '../../core/comparison/comparison.ts';
import { netOf } from '../../core/money/components.ts';
import { formatMonth, type Month, monthsFrom } from '../../core/month/month.ts';
import { type DatedRules, isSameRules, rulesOf } from '../../core/policy/dated-rules.ts';
import { mapOverTime, withoutRepeats } from '../../core/policy/over-time.ts';
import { type ChargeHistory, postingMonths } from '../../core/revenue/charge-history.ts';
import { amountsIn, recogniseCharge } from '../../core/revenue/charge-postings.ts';
import { STORED_STATES } from '../../files/report-months.ts';
import { compareAccounts } from './compare-reports.ts';
import { type ComputeRequest, computeReports } from './computed-reports.ts';
import { openReports } from './report-directory.ts';
import { type Supposition, supposedOf } from './supposed.ts';

/** Rules to try; what is not named stays as revshare.yaml has it. */
export interface OtherRules {
  readonly refunds?: DatedRules['refunds'];
  /** Plain decimal text from 0 to 1. */
  readonly share?: string;
  readonly trialJobs?: DatedRules['trialJobs'];
}

export interface WhatIfRequest extends ComputeRequest {
  readonly month: Month;
  readonly out: string;
  readonly rules: OtherRules;
  readonly supposition: Supposition;
}

/**
 * `revshare whatif MONTH`: the month as reported, and as now known under its own rules and under others, or with what is
 * supposed, as if no month were final: what earlier months carry follows too. Stores nothing.
 *
 * @throws InvalidInput before-first-month, damaged-reports, nothing-to-explain
 */
export async function whatIf(request: WhatIfRequest): Promise<WhatIf> {
  const { month, out, policy, rules, supposition } = request;
  const { hypothesis, refund, says } = await supposedOf(request, month, supposition);
  const own = await computeReports(request, month, 'same rules', { asIfOpen: true });
  const changed = { ...request, policy: withRules(policy, rules) };
  const other = await computeReports(changed, month, says.length > 0 ? 'supposed' : 'other rules', {
    asIfOpen: true,
    hypothesis,
  });
  const directories = STORED_STATES.map((state) => join(out, formatMonth(month), state));
  const last = directories.findLast((directory) => existsSync(directory));
  const reported = last === undefined ? null : await openReports(last, month);
  const months = refund === null ? [] : supposedMonths(changed.policy, refund.before, refund.after);
  return { reported, change: await compareAccounts(own, other), supposed: says, months };
}

/** What a charge posts month by month, as it is and as it is supposed. */
function supposedMonths(policy: Policy, before: ChargeHistory, after: ChargeHistory): SupposedMonth[] {
  const [own, other] = [recogniseCharge(before, policy), recogniseCharge(after, policy)];
  const { first, last } = postingMonths(after);
  return monthsFrom(first, last).map((month) => ({
    month,
    before: netOf(amountsIn(own, month)),
    after: netOf(amountsIn(other, month)),
    share: rulesOf(policy, month).share,
  }));
}

/** The policy with other rules, in every month: earlier ones, which carry on, and later ones too. */
function withRules(policy: Policy, { refunds, share, trialJobs }: OtherRules): Policy {
  const rules = mapOverTime(policy.rules, (own) => ({
    ...own,
    refunds: refunds ?? own.refunds,
    share: share === undefined ? own.share : shareIn(share),
    trialJobs: trialJobs ?? own.trialJobs,
  }));
  return { ...policy, rules: withoutRepeats(rules, isSameRules) };
}
