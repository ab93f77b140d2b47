import { type Document, isMap, isPair, LineCounter, type Node, type Pair, parseDocument, visit } from 'yaml';
import { expectedOf } from '../core/close/inputs/expected.ts';
import { ACCOUNT_ROLE_NAMES } from '../core/journal/accounts.ts';
import { PAYMENT_ROLE_NAMES } from '../core/journal/payment-accounts.ts';
import { monthFromText } from '../core/month/month.ts';
import { PAYOUT_METHODS } from '../core/payout/ledger/method.ts';
import { NOTHING_CHANGED } from '../core/policy/changes-since-final.ts';
import { withoutEmptyTail } from '../core/revenue/plan.ts';
import { forEveryProvider, PROVIDERS } from '../core/revenue/provider.ts';
import { NAMED_CATEGORIES } from '../core/usage/categories.ts';
import type { JobTimes } from '../core/usage/job-times.ts';
import type { SignalThresholds } from '../core/usage/signal-thresholds.ts';
import { placeInText } from '../problems/place-in-text.ts';
import { InvalidInput, type Place, type Problem, problem } from '../problems/problem.ts';
import { CHANGEABLE, changeFaults, pricesOverTime, rulesOverTime } from './changes.ts';
import { HOOK_EVENTS, hooksOf } from './hooks.ts';
import { JOURNAL_FORMS, journalForms } from './journal-forms.ts';
import { listExtensions, twoMeanings } from './list-extensions.ts';
import { nearestName } from './nearest-name.ts';
import { payoutTerms } from './payout-terms.ts';
import type { Policy } from './policy.ts';
import { configSchema, type WrittenConfig } from './schema.ts';

/**
 * Reads revshare.yaml strictly, all errors at once; unknown keys are refused with the nearest name.
 *
 * @param file its name, for messages; @throws InvalidInput
 */
export function readConfig(text: string, file: string): Policy {
  const lines = new LineCounter();
  // The failsafe schema keeps every scalar a string.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, uniqueKeys: true });
  const secret = linesWithALogin(document, text, lines);
  const place = (span: readonly [number, number] | undefined): Place => {
    if (span === undefined) return { file };
    const [start, end] = span;
    const { line, col } = lines.linePos(start);
    if (secret.has(line)) return { file, line, column: col };
    return placeInText(file, line, text.split('\n')[line - 1] ?? '', { start: col - 1, length: end - start });
  };
  if (text.trim() === '') throw new InvalidInput([problem('invalid-config', { file }, 'the file is empty')]);
  if (document.errors.length > 0) {
    throw new InvalidInput(
      document.errors.map((error) => {
        const at = place(error.pos);
        return problem('invalid-config', at, secret.has(at.line ?? 0) ? UNSHOWN_FAULT : firstLine(error.message));
      }),
    );
  }
  const parsed = configSchema.safeParse(document.toJS());
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue): Problem[] => {
      const path = issue.path.map(String);
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => unknownKey(document.contents, path, key, place));
      const name = path.length === 0 ? 'the file' : path.join('.');
      const missing = document.getIn(issue.path.map(asKey)) === undefined;
      const at = spanOf(document.getIn(missing ? issue.path.slice(0, -1).map(asKey) : issue.path.map(asKey), true));
      return [problem('invalid-config', place(at), missing ? `${name} is missing` : `${name} ${issue.message}`)];
    });
    throw new InvalidInput(problems);
  }
  const faults = [...sharedProducts(parsed.data), ...changeFaults(parsed.data), ...twoMeanings(parsed.data.usage)];
  if (faults.length > 0) {
    throw new InvalidInput(
      faults.map(({ path, message }) => problem('invalid-config', place(spanOf(document.getIn(path, true))), message)),
    );
  }
  return policyOf(parsed.data);
}

/** What may be part of a connection string, in any of its forms. */
const HOLDS_A_LOGIN = /:\/\/|\bconnection\b|pass|pwd|pw\b|secret|\b(host|user|dbname)\s*=/i;
const UNSHOWN_FAULT = 'this is no YAML; the line may hold a password and is not shown';

/**
 * The lines, from 1, that are not shown because they may hold a password: those that look like it, and all of what may be meant
 * as the connection, wherever it stands and however it is written.
 */
function linesWithALogin(document: Document.Parsed, text: string, lines: LineCounter): ReadonlySet<number> {
  const secret = new Set<number>();
  for (const [at, line] of text.split('\n').entries()) if (HOLDS_A_LOGIN.test(line)) secret.add(at + 1);
  visit(document, {
    Pair: (_, pair, path) => {
      const span = spanOf(pair.value);
      const isInSource = path.some((each) => isPair(each) && nameOf(each) === 'source');
      if (span === undefined || !mayBeConnection(pair, isInSource)) return;
      const [first, last] = span.map((offset) => lines.linePos(offset).line);
      for (let line = first ?? 1; line <= (last ?? 0); line += 1) secret.add(line);
    },
  });
  return secret;
}

function mayBeConnection(pair: Pair, isInSource: boolean): boolean {
  const name = nameOf(pair);
  if (name === 'connection' || (name === 'source' && !isMap(pair.value))) return true;
  return isInSource && name !== 'table' && name !== 'timeout_seconds';
}

function nameOf({ key }: Pair): string {
  return String(key).toLowerCase();
}

function unknownKey(
  root: unknown,
  path: readonly string[],
  key: string,
  place: (span: readonly [number, number] | undefined) => Place,
): Problem {
  const parent = path.reduce<unknown>((node, part) => childOf(node, part), root);
  const shown = /:\/\/|=/.test(key) ? 'a key that is not shown' : key;
  const node = isMap(parent) ? parent.items.find((item) => String(item.key) === key)?.key : undefined;
  const isOfChange = path[0] === 'changes';
  const nearest = nearestName(key, isOfChange ? KEYS_OF_CHANGES : KNOWN_KEYS);
  const hint = nearest === null ? '' : `; did you mean ${nearest}?`;
  const what =
    isOfChange && nearest === null
      ? `is nothing that a change takes: it takes ${CHANGEABLE}`
      : `is not a known key${hint}`;
  return problem('invalid-config', place(spanOf(node)), `${[...path, shown].join('.')} ${what}`);
}

const KNOWN_KEYS = [
  ...Object.keys(configSchema.shape),
  ...['share', 'payout_delay_days', 'refunds', 'trial_jobs', 'excluded_models', 'shared_fees'],
  ...['statuses', 'completed', 'not_completed', 'payment_models', 'subscription', 'not_subscription'],
  ...['source', 'connection', 'table', 'timeout_seconds', 'times', 'zone', 'unix', 'categories', ...NAMED_CATEGORIES],
  ...Object.keys(configSchema.shape.signals.unwrap().shape),
  ...['flux_limit', 'job_gap_hours', 'auto'],
  ...['detail', 'accounts', ...ACCOUNT_ROLE_NAMES, 'payment_accounts', ...PAYMENT_ROLE_NAMES, ...JOURNAL_FORMS],
  ...['id', 'term', 'list_price_usd', 'low_charge', ...PROVIDERS, 'default_method', 'minimum_usd'],
  ...['methods', 'fee_fixed_usd', 'fee_proportion', 'scale', 'token', 'chain_id', ...PAYOUT_METHODS],
  ...HOOK_EVENTS,
];

const KEYS_OF_CHANGES = [
  ...['from', 'pool', 'share', 'recognition', 'refunds', 'usage', 'trial_jobs', 'excluded_models'],
  ...['stripe', 'shared_fees', 'plan', 'id', 'term', 'list_price_usd'],
];

function childOf(node: unknown, part: string): unknown {
  const parent = node as { get?: (key: unknown, keepScalar: boolean) => unknown } | undefined;
  return parent?.get?.(asKey(part), true);
}

function asKey(part: PropertyKey): string | number {
  return typeof part === 'number' ? part : /^\d+$/.test(String(part)) ? Number(part) : String(part);
}

/** Start and end of a node's text. */
function spanOf(node: unknown): readonly [number, number] | undefined {
  const range = (node as Node | undefined)?.range;
  return range == null ? undefined : [range[0], range[1]];
}

/** A product in two plans, or in a plan and word for word in other_products, could be either: refused. A pattern may cover a plan. */
function sharedProducts(written: WrittenConfig): { path: (string | number)[]; message: string }[] {
  const seen = new Map<string, string>();
  const shared: { path: (string | number)[]; message: string }[] = [];
  for (const [at, plan] of written.plans.entries()) {
    for (const provider of PROVIDERS) {
      for (const [position, product] of plan[provider].entries()) {
        const key = `${provider} ${withoutEmptyTail(product)}`;
        const before = seen.get(key);
        if (before !== undefined) {
          const message = `the ${provider} product ${product} is in the plans ${before} and ${plan.id} ${plan.term}`;
          shared.push({ path: ['plans', at, provider, position], message });
        }
        seen.set(key, `${plan.id} ${plan.term}`);
      }
    }
  }
  for (const provider of PROVIDERS) {
    for (const [position, product] of written.other_products[provider].entries()) {
      const plan = seen.get(`${provider} ${withoutEmptyTail(product)}`);
      if (plan === undefined) continue;
      const message = `the ${provider} product ${product} is in the plan ${plan} and in other_products`;
      shared.push({ path: ['other_products', provider, position], message });
    }
  }
  return shared;
}

function policyOf({ journal: journals, expects, changes, hooks, signals, ...config }: WrittenConfig): Policy {
  const { source, categories, ...usage } = config.usage;
  const { payment_accounts: paymentAccounts, quickbooks, xero, ...journal } = journals;
  const written = { ...config, usage };
  return {
    firstMonth: monthFromText(written.first_month),
    rules: rulesOverTime({ ...config, changes }),
    payoutDelayDays: Number(written.pool.payout_delay_days),
    listExtensions: listExtensions(written.usage),
    jobTimes: jobTimes(written.usage.times),
    close: {
      fluxLimit: written.close.flux_limit ?? null,
      jobGapHours: Number(written.close.job_gap_hours),
      auto: written.close.auto === 'true',
    },
    plans: written.plans.map((plan) => ({
      id: plan.id,
      term: plan.term,
      listPrice: pricesOverTime(plan, changes),
      products: forEveryProvider((provider) => plan[provider]),
      ...(plan.low_charge === undefined ? {} : { lowCharge: plan.low_charge }),
    })),
    otherProducts: written.other_products,
    expects: expects.map(expectedOf).filter((each) => each !== null),
    journal,
    look: { categories, thresholds: signalThresholds(signals) },
    writtenLook: { categories, signals },
    paymentAccounts,
    journalForms: journalForms(quickbooks, xero),
    payouts: payoutTerms(written.payouts),
    hooks: hooksOf(hooks),
    usageSource:
      source === undefined
        ? null
        : { connection: source.connection, table: source.table, timeoutSeconds: Number(source.timeout_seconds) },
    written,
    sinceLastFinal: NOTHING_CHANGED,
  };
}

function jobTimes(written: WrittenConfig['usage']['times']): JobTimes {
  const zone = written?.zone ?? null;
  return { offset: zone === 'UTC' ? 'Z' : zone, unixSeconds: written?.unix === 'seconds' };
}

function signalThresholds(written: WrittenConfig['signals']): SignalThresholds {
  return {
    dayJobs: Number(written.day_jobs),
    dayTimes: Number(written.day_times),
    hourJobs: Number(written.hour_jobs),
    hourTimes: Number(written.hour_times),
    poolPercent: Number(written.pool_percent),
    poolTimes: Number(written.pool_times),
    unpaidJobs: Number(written.unpaid_jobs),
  };
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
