import { formatMicro, type MicroUsd, microFromText } from '../core/money/micro.ts';
import { formatMonth, type Month } from '../core/month/month.ts';
import { type DatedRules, rulesOf } from '../core/policy/dated-rules.ts';
import { changesUpTo, inForce } from '../core/policy/over-time.ts';
import type { Plan } from '../core/revenue/plan.ts';
import { shareIn } from './changes.ts';
import type { Policy, WrittenPolicy } from './policy.ts';

/** What of a policy changes over time, as manifest.json has it beside the policy of its month: both are read back. */
export interface WrittenOverTime {
  /** In force before the first change: rules, and list prices of the plans that change theirs. */
  readonly first: WrittenPolicy;
  /** As under `changes` of revshare.yaml, planned ones included. */
  readonly changes: readonly WrittenPolicy[];
}

/** The configuration as it is in force in a month, in the form in which it is written, without `changes` (R14, R15). */
export function writtenIn(policy: Policy, month: Month): WrittenPolicy {
  const rules = withRules(policy.written, rulesOf(policy, month));
  return withPrices(
    rules,
    policy.plans.map((plan) => ({ ...plan, price: inForce(plan.listPrice, month) })),
  );
}

/** Another configuration with these rules. What says the same keeps its text. */
function withRules(written: WrittenPolicy, rules: DatedRules): WrittenPolicy {
  const [pool, recognition, usage, stripe] = ['pool', 'recognition', 'usage', 'stripe'].map((name) =>
    sectionOf(written, name),
  );
  const now = writtenRules(rules);
  const hasShare = typeof pool?.share === 'string' && shareIn(pool.share) === rules.share;
  return {
    ...written,
    pool: { ...pool, ...(hasShare ? {} : now.pool) },
    recognition: { ...recognition, ...now.recognition },
    usage: { ...usage, ...now.usage },
    stripe: { ...stripe, ...now.stripe },
  };
}

function withPrices(
  written: WrittenPolicy,
  prices: readonly (Pick<Plan, 'id' | 'term'> & { readonly price: MicroUsd })[],
): WrittenPolicy {
  const plans = written.plans as readonly WrittenPolicy[];
  return {
    ...written,
    plans: plans.map((plan) => {
      const price = prices.find(({ id, term }) => id === plan.id && term === plan.term)?.price;
      const isSame = price === undefined || microFromText(String(plan.list_price_usd)) === price;
      return isSame ? plan : { ...plan, list_price_usd: formatMicro(price) };
    }),
  };
}

/** What changes over time, planned changes included; null when nothing ever does. */
export function writtenOverTime({ rules, plans }: Pick<Policy, 'rules' | 'plans'>): WrittenOverTime | null {
  const changing = plans.filter(({ listPrice }) => listPrice.changes.length > 0);
  if (rules.changes.length === 0 && changing.length === 0) return null;
  const ofRules = rules.changes.map(({ from, value }) => ({ from, written: writtenRules(value) }));
  const ofPrices = changing.flatMap((plan) =>
    plan.listPrice.changes.map(({ from, value }) => ({ from, written: { plan: writtenPrice(plan, value) } })),
  );
  const changes = [...ofRules, ...ofPrices].sort((a, b) => a.from - b.from);
  return {
    first: { ...writtenRules(rules.first), plans: changing.map((plan) => writtenPrice(plan, plan.listPrice.first)) },
    changes: changes.map(({ from, written }) => ({ from: formatMonth(from), ...written })),
  };
}

/**
 * The rules of earlier months, for the digest of a month (R15): not what is only planned, and nothing where they are
 * those of the month.
 */
export function earlierRules({ rules }: Pick<Policy, 'rules'>, month: Month): WrittenOverTime | undefined {
  const changes = changesUpTo(rules, month);
  return changes.length === 0 ? undefined : (writtenOverTime({ rules: { ...rules, changes }, plans: [] }) ?? undefined);
}

/** A configuration as revshare.yaml would have it, of what a manifest holds of its policy. */
export function configOf(policy: WrittenPolicy, overTime: WrittenOverTime | null): WrittenPolicy {
  if (overTime === null) return policy;
  const { plans: prices, ...first } = overTime.first;
  const sections = Object.entries(first).map(([name, rules]) => [
    name,
    { ...sectionOf(policy, name), ...(rules as WrittenPolicy) },
  ]);
  const before = (prices as readonly WrittenPolicy[]).map(({ id, term, list_price_usd: price }) => {
    return { id: String(id), term: term as Plan['term'], price: microFromText(String(price)) };
  });
  return { ...withPrices({ ...policy, ...Object.fromEntries(sections) }, before), changes: overTime.changes };
}

function writtenRules({ share, refunds, sharedFees, trialJobs, excludedModels }: DatedRules) {
  return {
    pool: { share },
    recognition: { refunds },
    usage: { trial_jobs: trialJobs, excluded_models: excludedModels },
    stripe: { shared_fees: sharedFees },
  };
}

function writtenPrice({ id, term }: Pick<Plan, 'id' | 'term'>, price: MicroUsd): WrittenPolicy {
  return { id, term, list_price_usd: formatMicro(price) };
}

function sectionOf(written: WrittenPolicy, name: string): WrittenPolicy {
  return (written[name] ?? {}) as WrittenPolicy;
}
