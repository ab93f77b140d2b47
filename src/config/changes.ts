import { Exact } from '../core/money/exact-decimal.ts';
import { type MicroUsd, microFromText } from '../core/money/micro.ts';
import { monthFromText } from '../core/month/month.ts';
import { type DatedRules, isSameRules } from '../core/policy/dated-rules.ts';
import { type HeldFrom, type OverTime, withoutRepeats } from '../core/policy/over-time.ts';
import type { WrittenChange, WrittenConfig } from './schema.ts';

/** What of a configuration says rules. */
type WrittenRules = Pick<WrittenConfig, 'pool' | 'recognition' | 'usage' | 'stripe' | 'changes'>;

/** The rules of the configuration by month: those at its top, and what `changes` says of them (R14). */
export function rulesOverTime({ changes = [], ...top }: WrittenRules): OverTime<DatedRules> {
  const first: DatedRules = {
    share: shareIn(top.pool.share),
    refunds: top.recognition.refunds,
    sharedFees: top.stripe.shared_fees,
    trialJobs: top.usage.trial_jobs,
    excludedModels: top.usage.excluded_models,
  };
  const rules = heldFrom(first, changes, (before, change) => ({ ...before, ...rulesNamedIn(change) }));
  return withoutRepeats({ first, changes: rules }, isSameRules);
}

/** The list price of a plan by month. */
export function pricesOverTime(
  plan: Pick<WrittenConfig['plans'][number], 'id' | 'term' | 'list_price_usd'>,
  changes: readonly WrittenChange[] = [],
): OverTime<MicroUsd> {
  const first = microFromText(plan.list_price_usd);
  const own = changes.filter((change) => change.plan?.id === plan.id && change.plan.term === plan.term);
  const prices = heldFrom(first, own, (before, change) => {
    return change.plan === undefined ? before : microFromText(change.plan.list_price_usd);
  });
  return withoutRepeats({ first, changes: prices }, (one, other) => one === other);
}

/** A share as it is compared: 0.510 is 0.51. */
export function shareIn(text: string): string {
  return new Exact(text).toFixed();
}

/** What holds from each change on; several changes from one month are one. */
function heldFrom<Value>(
  first: Value,
  changes: readonly WrittenChange[],
  changed: (before: Value, change: WrittenChange) => Value,
): HeldFrom<Value>[] {
  const held: HeldFrom<Value>[] = [];
  let value = first;
  for (const change of changes) {
    value = changed(value, change);
    const from = monthFromText(change.from);
    if (held.at(-1)?.from === from) held.pop();
    held.push({ from, value });
  }
  return held;
}

function rulesNamedIn({ pool, recognition, usage, stripe }: WrittenChange): Partial<DatedRules> {
  return {
    ...(pool?.share === undefined ? {} : { share: shareIn(pool.share) }),
    ...(recognition?.refunds === undefined ? {} : { refunds: recognition.refunds }),
    ...(stripe?.shared_fees === undefined ? {} : { sharedFees: stripe.shared_fees }),
    ...(usage?.trial_jobs === undefined ? {} : { trialJobs: usage.trial_jobs }),
    ...(usage?.excluded_models === undefined ? {} : { excludedModels: usage.excluded_models }),
  };
}

/** Something about a change that cannot be meant, and where it stands. */
export interface ChangeFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is wrong with `changes` beyond the form of each. */
export function changeFaults({ changes = [], plans, first_month: firstMonth }: WrittenConfig): ChangeFault[] {
  const faults: ChangeFault[] = [];
  const seen = new Set<string>();
  for (const [at, change] of changes.entries()) {
    const { from, plan } = change;
    const name = `changes.${at}`;
    const fault = (path: readonly string[], message: string): number =>
      faults.push({ path: ['changes', at, ...path], message: [[name, ...path].join('.'), message].join(' ') });
    const things = thingsNamedIn(change);
    if (things.length === 0) fault([], `changes nothing: name ${CHANGEABLE}`);
    const before = changes[at - 1]?.from;
    if (before !== undefined && from < before) {
      fault(['from'], `${from} comes before ${before}: changes stand in the order of their months`);
    }
    // A price of old is a fact that a renewal may still be at; a rule of a month that is not shared decides nothing.
    if (from < firstMonth && things.some((thing) => thing.path[0] !== 'plan')) {
      fault(
        ['from'],
        `${from} is before first_month ${firstMonth}: what holds from the beginning stands above changes`,
      );
    }
    if (plan !== undefined && !plans.some(({ id, term }) => id === plan.id && term === plan.term)) {
      fault(['plan'], `names ${plan.id} ${plan.term}, which is no plan of plans`);
    }
    for (const { thing, path } of things) {
      if (seen.has(`${from} ${thing}`)) fault(path, `is said twice from ${from} on`);
      seen.add(`${from} ${thing}`);
    }
  }
  return faults;
}

/** What a change may name, for messages. */
export const CHANGEABLE =
  'pool.share, recognition.refunds, usage.trial_jobs, usage.excluded_models, stripe.shared_fees or plan (its list price)';

function thingsNamedIn({ from: _, plan, ...sections }: WrittenChange): { thing: string; path: string[] }[] {
  const rules = Object.entries(sections).flatMap(([section, rulesOfSection]) =>
    Object.keys(rulesOfSection ?? {}).map((key) => ({ thing: `${section}.${key}`, path: [section, key] })),
  );
  return plan === undefined ? rules : [...rules, { thing: `plan ${plan.id} ${plan.term}`, path: ['plan'] }];
}
