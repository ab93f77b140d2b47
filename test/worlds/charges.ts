import type { Components } from '../../src/core/money/components.ts';
import { COMPONENT_NAMES } from '../../src/core/money/components.ts';
import { Exact } from '../../src/core/money/exact-decimal.ts';
import { convertHalfEven } from '../../src/core/money/fx-rate.ts';
import { formatMicro, parseMicro } from '../../src/core/money/micro.ts';
import { addMonths, type Month, monthOfInstant, parseMonth } from '../../src/core/month/month.ts';
import { always, mapOverTime } from '../../src/core/policy/over-time.ts';
import type { ChargeEvent, ChargeHistory, Reduction, Restoration } from '../../src/core/revenue/charge-history.ts';
import { inOrderOfTime, lastScheduledMonth, monthOfEvent } from '../../src/core/revenue/charge-history.ts';
import { postingsOf, recogniseCharge } from '../../src/core/revenue/charge-postings.ts';
import { coverageFrom } from '../../src/core/revenue/coverage.ts';
import type { RecognitionPolicy, RefundRule } from '../../src/core/revenue/posted-over-time.ts';

export const SOURCE = { input: 'f'.repeat(64), line: 2 };

/** A month from its text. */
export function month(text: string): Month {
  const parsed = parseMonth(text);
  if (parsed === null) throw new Error(`${text} is not a month`);
  return parsed;
}

/** Millionths from plain decimal text: `usd('120.00')` is 120000000n. */
export function usd(text: string): bigint {
  const amount = parseMicro(text);
  if (typeof amount !== 'bigint') throw new Error(`${text} is ${amount}`);
  return amount;
}

/** At least two decimals, no zeros after them: `10.00`, `6.25`, `9.999167`. */
export function short(amount: bigint): string {
  return formatMicro(amount).replace(/0{1,4}$/, '');
}

export function times<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

/** Deferred-first from a month long before every charge of the examples. */
export const FROM_THE_START: RecognitionPolicy = {
  firstMonth: month('2020-01'),
  rules: always({ refunds: 'deferred-first' }),
};

/** The same with another rule for every refund. */
export function withRefunds<Policy extends RecognitionPolicy>(policy: Policy, refunds: RefundRule): Policy {
  return { ...policy, rules: mapOverTime(policy.rules, (rules) => ({ ...rules, refunds })) };
}

interface ChargeOptions extends Partial<ChargeHistory> {
  readonly at?: string;
  readonly amounts?: { readonly gross: string; readonly tax?: string; readonly fee?: string };
  readonly months?: number;
  /** Dollars for one unit of the charge's currency. */
  readonly fx?: string;
}

/** A charge of one line; an annual Stripe charge of 120.00 on 2026-01-10 unless told otherwise. */
export function chargeOf(options: ChargeOptions = {}): ChargeHistory {
  const { at = '2026-01-10T12:00:00Z', amounts = { gross: '120.00' }, months = 12, fx, ...rest } = options;
  const atMs = Date.parse(at);
  const printed = { gross: usd(amounts.gross), tax: usd(amounts.tax ?? '0') };
  const rate = fx === undefined ? null : new Exact(fx);
  const provider = rest.provider ?? 'stripe';
  const charged = monthOfInstant(atMs);
  const history: ChargeHistory = {
    provider,
    id: 'ch_1',
    subscription: 'sub_1',
    atMs,
    month: charged,
    currency: rate === null ? 'USD' : 'EUR',
    rate,
    printed,
    planWeight: { part: 1n, whole: 1n },
    lines: [
      {
        id: '',
        plan: 'unlimited',
        coverage: coverageFrom(charged, months),
        amounts: {
          gross: convertHalfEven(printed.gross, rate),
          tax: convertHalfEven(printed.tax, rate),
          fee: convertHalfEven(usd(amounts.fee ?? '0'), rate),
        },
      },
    ],
    taxFollowsGross: provider === 'stripe',
    events: [],
    rowAmounts: [],
    source: SOURCE,
    ...rest,
  };
  return { ...history, events: inOrderOfTime(history.events) };
}

interface ReductionOptions {
  readonly tax?: string;
  readonly fee?: string;
  readonly id?: string;
  readonly kind?: Reduction['kind'];
}

export function reduction(at: string, gross: string, options: ReductionOptions = {}): Reduction {
  const { tax = '0', fee = '0', id = `re_${at}_${gross}`, kind = 'refund' } = options;
  return {
    type: 'reduction',
    kind,
    atMs: Date.parse(at),
    sourceId: id,
    amounts: { gross: usd(gross), tax: usd(tax), fee: usd(fee) },
    source: SOURCE,
  };
}

export function restoration(at: string, gross: string, id: string): Restoration {
  return { type: 'restoration', atMs: Date.parse(at), sourceId: id, gross: usd(gross), source: SOURCE };
}

/** The last month that anything of the charge can touch. */
export function lastMonth(charge: ChargeHistory): Month {
  const events: readonly ChargeEvent[] = charge.events;
  return Math.max(lastScheduledMonth(charge), ...events.map(monthOfEvent)) as Month;
}

/** Everything the charge posts, month by month from its own month to the one after the last. */
export function postedMonths(charge: ChargeHistory, policy: RecognitionPolicy = FROM_THE_START): Components[] {
  const recognised = recogniseCharge(charge, policy);
  const months: Components[] = [];
  for (let each = charge.month; each <= lastMonth(charge) + 1; each = addMonths(each, 1)) {
    const sum = { gross: 0n, tax: 0n, fee: 0n };
    for (const posting of postingsOf(recognised, each)) {
      for (const name of COMPONENT_NAMES) sum[name] += posting.amounts[name];
    }
    months.push(sum);
  }
  return months;
}

/** One component of `postedMonths`, as text. */
export function posted(
  charge: ChargeHistory,
  component: keyof Components = 'gross',
  policy: RecognitionPolicy = FROM_THE_START,
): string[] {
  return postedMonths(charge, policy).map((amounts) => short(amounts[component]));
}
