/**
 * R11 and R12 as data: why a job is not credited, in the order in which the reasons are tried.
 * An excluded job has exactly one reason, the first that fits. src/lake compiles this list to SQL.
 */
export const JOB_EXCLUSION_RULES = [
  { reason: 'unknown-status', because: 'Its status is on no list, so nobody knows whether it completed.' },
  {
    reason: 'not-completed',
    because: 'Its status is not completed: failed, cancelled, timed out, retried or refunded.',
  },
  {
    reason: 'duplicate',
    because: 'Another completed row has its job id: the same content counts once, other content not at all.',
  },
  {
    reason: 'unknown-payment-model',
    because: 'Its payment model is on no list, so nobody knows whether the subscription paid it.',
  },
  { reason: 'not-subscription', because: 'It was paid with Spark or SOGNI, elsewhere.' },
  { reason: 'vendor-model', because: 'External vendor models are never covered by a subscription.' },
  { reason: 'self-match-untestable', because: 'It names no subscriber, so self-matching cannot be ruled out.' },
  { reason: 'self-matched', because: 'Subscriber and worker are one wallet or belong to one account.' },
  { reason: 'not-participating', because: 'Its worker did not participate at that instant.' },
  // After the rules, because a person withholds what would be credited otherwise; before trial, because that is the one
  // rule that revshare.yaml turns on and off: a withheld job is withheld either way, and so in neither total of trials.
  { reason: 'withheld', because: 'A person withholds it, with a reason (decision withhold).' },
  { reason: 'trial', because: 'Its subscriber was on a trial, and usage.trial_jobs is exclude.' },
] as const;

export type JobExclusionReason = (typeof JOB_EXCLUSION_RULES)[number]['reason'];

/** The reason of a rule by its number in the list, as queries give it. Throws for a number of no rule: no reason would mean credited. */
export function reasonOfRule(number: number): JobExclusionReason {
  const rule = JOB_EXCLUSION_RULES[number];
  if (rule === undefined) throw new Error(`no rule has the number ${number}`);
  return rule.reason;
}
