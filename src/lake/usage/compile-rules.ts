import { unpadded } from '../../core/text/unpadded.ts';
import type { ListExtensions } from '../../core/usage/closed-lists.ts';
import { JOB_EXCLUSION_RULES, type JobExclusionReason } from '../../core/usage/exclusion-rules.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { ZERO_ADDRESS } from '../../core/wallet/checksum-address.ts';
import { sqlText } from '../engine/duckdb.ts';
import { isSubscriptionSql, isUnknownPaymentModelSql } from '../reading/listed-values.ts';

/**
 * R11 and R12 as SQL over the relation of judged-jobs.ts, in the one place where rules meet columns. The value is the
 * position of the first reason in JOB_EXCLUSION_RULES that a row shows by itself; NULL for a credited job.
 */
export function exclusionSql(policy: UsagePolicy): string {
  const conditions: Partial<Record<JobExclusionReason, string>> = exclusionConditions(policy);
  const cases = JOB_EXCLUSION_RULES.flatMap(({ reason }, at) =>
    conditions[reason] === undefined ? [] : [`WHEN coalesce(${conditions[reason]}, false) THEN ${at}`],
  );
  return `CASE ${cases.join('\n      ')} END`;
}

/** The reasons that only all rows of a job show together, or a decision about it. */
type ReasonOfJob = 'duplicate' | 'withheld';

/** The same with them too, of the position that a row shows by itself and of `copies`: the first that fits is the least. */
export function withReasonsOfJob(alone: string): string {
  const conditions: Record<ReasonOfJob, string> = {
    duplicate: 'NOT counts',
    withheld: 'job_id IN (SELECT job_id FROM withheld_jobs)',
  };
  const each = (reason: ReasonOfJob): string => `CASE WHEN ${conditions[reason]} THEN ${ruleOf(reason)} END`;
  return `least(${alone}, ${each('duplicate')}, ${each('withheld')})`;
}

/** The number by which exclusionSql names a reason. */
export function ruleOf(reason: JobExclusionReason): number {
  return JOB_EXCLUSION_RULES.findIndex((rule) => rule.reason === reason);
}

/** A job of the control totals (usage-control.csv): completed, and paid by the subscription, whatever else is judged of it. */
export function controlledJobSql(extensions: ListExtensions): string {
  return `(status_completed AND ${isSubscriptionSql(extensions)})`;
}

/** Who asked for a job; NULL where it names nobody: exports write the zero address, which nobody has, for "no wallet" (R12). */
export const SUBSCRIBER = `nullif(subscriber_wallet, ${sqlText(ZERO_ADDRESS)})`;
export const NO_SUBSCRIBER = `(${SUBSCRIBER} IS NULL)`;

/** One condition a reason; each may rely on those before it not holding. */
function exclusionConditions(policy: UsagePolicy): Record<Exclude<JobExclusionReason, ReasonOfJob>, string> {
  return {
    'unknown-status': 'unknown_status IS NOT NULL',
    'not-completed': 'NOT status_completed',
    'unknown-payment-model': isUnknownPaymentModelSql(policy.extensions),
    'not-subscription': `NOT ${isSubscriptionSql(policy.extensions)}`,
    'vendor-model': vendorModelSql(policy.excludedModels),
    'self-match-untestable': NO_SUBSCRIBER,
    'self-matched': SELF_MATCHED,
    'not-participating': policy.participation === null ? 'false' : 'NOT participates',
    trial: policy.trialJobs === 'exclude' ? 'trialing' : 'false',
  };
}

/**
 * One wallet, or one account: the accounts of a wallet are those of wallet-links.csv and the row's own (R12).
 * Also decides which copy of a duplicated job stands for all. Lists are looked into where there are any: most wallets have none.
 */
export const SELF_MATCHED = `(worker_wallet = subscriber_wallet
  OR coalesce(worker_account = subscriber_account, false)
  OR CASE WHEN worker_accounts IS NULL AND subscriber_accounts IS NULL THEN false
    ELSE coalesce(list_contains(worker_accounts, subscriber_account), false)
      OR coalesce(list_contains(subscriber_accounts, worker_account), false)
      OR coalesce(list_has_any(worker_accounts, subscriber_accounts), false) END)`;

/** Whether the model is an excluded one: `*` stands for any characters; without letter case, which the rows have lost already. */
export function vendorModelSql(patterns: readonly string[]): string {
  const likes = patterns.map((pattern) => {
    const like = unpadded(pattern)
      .replace(/[\\%_]/g, '\\$&')
      .replaceAll('*', '%');
    return `model_id LIKE lower(${sqlText(like)}) ESCAPE '\\'`;
  });
  return likes.length === 0 ? 'false' : `(${likes.join(' OR ')})`;
}
