import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../config/policy.ts';
import type { WhatIf } from '../../core/comparison/comparison.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { compareAccounts } from './compare-reports.ts';
import { type ComputeRequest, computeReports } from './computed-reports.ts';
import { openReports } from './report-directory.ts';
import { STORED_STATES } from './stored-reports.ts';

/** Rules to try; what is not named stays as revshare.yaml has it. */
export interface OtherRules {
  readonly refunds?: Policy['refunds'];
  /** Plain decimal text from 0 to 1. */
  readonly share?: string;
  readonly trialJobs?: Policy['trialJobs'];
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

/** The policy with other rules, also as its manifest would have it. */
function withRules(policy: Policy, { refunds, share, trialJobs }: OtherRules): Policy {
  const rules = {
    refunds: refunds ?? policy.refunds,
    share: share ?? policy.share,
    trialJobs: trialJobs ?? policy.trialJobs,
  };
  const written = policy.written as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return {
    ...policy,
    ...rules,
    written: {
      ...written,
      pool: { ...written.pool, share: rules.share },
      recognition: { ...written.recognition, refunds: rules.refunds },
      usage: { ...written.usage, trial_jobs: rules.trialJobs },
    },
  };
}
