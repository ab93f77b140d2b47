import { PROVIDERS } from '../core/revenue/provider.ts';
import { shareIn } from './changes.ts';
import type { WrittenPolicy } from './policy.ts';

/** What a person adds to as names, or times, come up that were refused before: what is added is no difference, what is gone is. */
const ADDED_TO = ['other_products', 'usage.statuses', 'usage.payment_models', 'usage.times', 'expects'];

/** Who makes months final is no rule of theirs. */
const NO_RULE = ['version', 'close.auto'];

/**
 * What is another in a policy than it was, each as `key old -> new`. Added plans, products and names of closed lists, and
 * list prices, are no difference (R14).
 *
 * @param before as in force in the last final month; @param after as in force for the same month now
 */
export function policyDifferences(before: WrittenPolicy, after: WrittenPolicy): string[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const keys = [...new Set([...was.keys(), ...is.keys()])].filter((key) => !NO_RULE.includes(key)).sort();
  const rules = keys.flatMap((key) => {
    const isAddedTo = ADDED_TO.some((list) => key === list || key.startsWith(`${list}.`));
    return isAddedTo ? goneFrom(key, was.get(key), is.get(key)) : changed(key, was.get(key), is.get(key));
  });
  return [...rules, ...plansGone(before, after)];
}

/** Every rule that a policy says, each as `key value`: plans and all names too, as of these nothing else tells whether one is gone. */
export function rulesWritten(policy: WrittenPolicy): string[] {
  const leaves = [...leavesOf(policy)].filter(([key]) => !NO_RULE.includes(key));
  const plans = plansOf(policy).flatMap((plan) => {
    const name = `plans ${String(plan.id)} ${String(plan.term)}`;
    const said = [...leavesOf({ ...plan, plans: [] })].filter(([key]) => key !== 'list_price_usd');
    return said.map(([key, value]) => `${name} ${key} ${shown(value)}`);
  });
  return [...leaves.map(([key, value]) => `${key} ${shown(value)}`), ...plans];
}

type Leaf = string | readonly string[];

/** Every value by its key, such as `pool.share`; plans apart, because each has a name. */
function leavesOf(written: WrittenPolicy): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const add = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'string') leaves.set(path.join('.'), value);
    else if (Array.isArray(value)) leaves.set(path.join('.'), value.map(String).sort());
    else for (const [key, each] of Object.entries(value ?? {})) add(each, [...path, key]);
  };
  const { plans: _, ...rest } = written;
  add(rest, []);
  return leaves;
}

function changed(key: string, was: Leaf | undefined, is: Leaf | undefined): string[] {
  if (key === 'pool.share' && typeof was === 'string' && typeof is === 'string' && shareIn(was) === shareIn(is))
    return [];
  return shown(was) === shown(is) ? [] : [`${key} ${shown(was)} -> ${shown(is)}`];
}

function goneFrom(key: string, was: Leaf | undefined, is: Leaf | undefined): string[] {
  const now = new Set(namesIn(is));
  return namesIn(was)
    .filter((name) => !now.has(name))
    .map((name) => `${key} ${name} -> gone`);
}

/** Plans that are gone, and products that a plan no longer has. */
function plansGone(before: WrittenPolicy, after: WrittenPolicy): string[] {
  const now = plansOf(after);
  return plansOf(before).flatMap((plan) => {
    const name = `plans ${String(plan.id)} ${String(plan.term)}`;
    const same = now.find(({ id, term }) => id === plan.id && term === plan.term);
    if (same === undefined) return [`${name} -> gone`];
    const products = PROVIDERS.flatMap((provider) =>
      goneFrom(`${name} ${provider}`, plan[provider] as readonly string[], same[provider] as readonly string[]),
    );
    return [...products, ...rulesOfPlan(name, plan, same)];
  });
}

/** What else a plan says, where it said something. */
function rulesOfPlan(name: string, before: WrittenPolicy, after: WrittenPolicy): string[] {
  const known: readonly string[] = ['id', 'term', 'list_price_usd', ...PROVIDERS];
  return Object.entries(before).flatMap(([key, value]) =>
    known.includes(key) ? [] : changed(`${name} ${key}`, String(value), after[key] as Leaf | undefined),
  );
}

function plansOf({ plans }: WrittenPolicy): readonly WrittenPolicy[] {
  return plans as readonly WrittenPolicy[];
}

function namesIn(leaf: Leaf | undefined): readonly string[] {
  return leaf === undefined ? [] : typeof leaf === 'string' ? [leaf] : leaf;
}

function shown(leaf: Leaf | undefined): string {
  if (leaf === undefined) return 'none';
  return typeof leaf === 'string' ? leaf : `[${leaf.join(', ')}]`;
}
