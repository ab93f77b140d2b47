import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { shareIn } from '../../config/changes.ts';
import type { Policy } from '../../config/policy.ts';
import type { WhatIf } from '../../core/comparison/comparison.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { type DatedRules, isSameRules } from '../../core/policy/dated-rules.ts';
import { mapOverTime, withoutRepeats } from '../../core/policy/over-time.ts';
import { compareAccounts } from './compare-reports.ts';
import { type ComputeRequest, computeReports } from './computed-reports.ts';
import { openReports } from './report-directory.ts';
import { STORED_STATES } from './stored-reports.ts';

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
}

/**
 * `revshare whatif MONTH`: the month as reported, and as now known under its own rules and under others, as if no month
 * were final: what earlier months carry follows the rules too. Stores nothing.
 *
 * @throws InvalidInput before-first-month, damaged-reports
 */
export async function whatIf(request: WhatIfRequest): Promise<WhatIf> {
  const { month, out, policy, rules } = request;
  const own = await computeReports(request, month, 'same rules', { asIfOpen: true });
  const changed = { ...request, policy: withRules(policy, rules) };
  const other = await computeReports(changed, month, 'other rules', { asIfOpen: true });
  const directories = STORED_STATES.map((state) => join(out, formatMonth(month), state));
  const last = directories.findLast((directory) => existsSync(directory));
  const reported = last === undefined ? null : await openReports(last, month);
  return { reported, change: await compareAccounts(own, other) };
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
