import type { CostItem } from '../core/close/costs.ts';
import { DecisionBook } from '../core/close/decision.ts';
import { FINDINGS } from '../core/close/finding.ts';
import { MonthFold } from '../core/close/month-fold.ts';
import { NOTHING_CLOSED } from '../core/close/prior-periods/closed-books.ts';
import { exactFromText, formatExact } from '../core/money/exact-decimal.ts';
import { formatMicro } from '../core/money/micro.ts';
import { formatMonth, type Month, monthsFrom } from '../core/month/month.ts';
import { always } from '../core/policy/over-time.ts';
import type { MonthUsage } from '../core/usage/month-usage.ts';
import { type Charge, chargeHistory } from './charge.ts';
import { type RefundRule, refundRuleOf } from './recognise.ts';
import { earningsOf, pointsOf, type WalletEarnings, type WalletWork } from './split.ts';
import { type Dollars, InvalidValue, type MonthName, microOf, monthCountOf, monthOfName, shareOf } from './written.ts';

/** A cost that comes off net revenue (R9). */
export interface Cost {
  readonly description: string;
  readonly month: MonthName;
  readonly amount: Dollars;
  /** Over how many months it is spread, its own the first. Left out: 1. */
  readonly months?: number;
}

/** The credited work of one month. */
export interface MonthWork {
  readonly month: MonthName;
  /** Empty where nobody worked: then the whole pool is carried on. */
  readonly wallets: readonly WalletWork[];
}

/** All that a month is computed from. */
export interface MonthInput {
  readonly month: MonthName;
  /** The first month that was ever shared. Charges may be older; what they posted before is not shared. */
  readonly firstMonth: MonthName;
  /** The workers' part of net revenue, as text between 0 and 1, such as `0.51` (R10). */
  readonly share: string;
  /** Left out: `deferred-first` (R6). */
  readonly refunds?: RefundRule;
  readonly charges: readonly Charge[];
  readonly costs?: readonly Cost[];
  /** One for every month from `firstMonth` to `month`: what they carry on is part of the month (R10). */
  readonly work: readonly MonthWork[];
  /** Dollars carried into `firstMonth`, exact, any number of decimals; below zero for a deficit. Left out: 0. */
  readonly carriedIn?: string;
}

/** Something that a person must look at before the month is paid. */
export interface Exception {
  /** Stable; docs/exceptions.md explains each. */
  readonly code: string;
  readonly what: string;
  readonly remedy: string;
}

/** A closed month. Dollars; those that may have more than six decimals are exact and say so. */
export interface ClosedMonth {
  readonly month: MonthName;
  readonly netRevenue: Dollars;
  /** Net revenue times the share, exact. */
  readonly pool: string;
  /** From the month before, exact. */
  readonly carriedIn: string;
  /** pool + carriedIn, cut to the micro-dollar; 0 where that is not positive or nobody worked. */
  readonly distributable: Dollars;
  readonly distributed: Dollars;
  /** distributable - distributed. */
  readonly dust: Dollars;
  /** pool + carriedIn - distributed, exact. */
  readonly carriedOut: string;
  /** netRevenue - pool, exact. */
  readonly platform: string;
  /** Everybody with credited work, in order of the wallets. */
  readonly wallets: readonly WalletEarnings[];
  readonly exceptions: readonly Exception[];
}

/**
 * Closes a month: net revenue of all charges and costs (R5 to R9), the workers' share of it with what earlier months carry
 * (R10), and what each wallet earns (R13). It is what the program computes of a month whose earlier months are all open; it
 * keeps no books, and reads no file, clock or environment.
 *
 * @param input charges, costs and work; amounts in dollars
 * @returns the month's figures, and what each wallet earns
 * @throws InvalidValue when a value is not what it stands for, a charge or wallet stands twice, or a month has no work
 */
export function closeMonth(input: MonthInput): ClosedMonth {
  const month = monthOfName('month', input.month);
  const firstMonth = monthOfName('firstMonth', input.firstMonth);
  if (firstMonth > month) throw new InvalidValue('firstMonth', `${input.firstMonth} is after ${input.month}`);
  const rules = {
    share: shareOf('share', input.share),
    refunds: refundRuleOf('refunds', input.refunds),
    sharedFees: 'prorate',
  } as const;
  const books = { ...NOTHING_CLOSED, carriedOut: exactFromText(carriedOf(input.carriedIn)) };
  const fold = new MonthFold({ firstMonth, rules: always(rules) }, month, books, new DecisionBook([]));
  for (const charge of chargesOf(input.charges)) {
    fold.add(
      { charges: [charge], exclusions: [], findings: [], printedCharges: [], sharedFees: [], fates: new Map() },
      () => [],
    );
  }
  fold.finishRevenue((input.costs ?? []).map(costOf), []);
  const { pool, findings } = fold.close(monthsFrom(firstMonth, month).map((each) => usageOf(input.work, each)));
  return {
    month: input.month,
    netRevenue: formatMicro(pool.netRevenue),
    pool: formatExact(pool.pool),
    carriedIn: formatExact(pool.carriedIn),
    distributable: formatMicro(pool.distributable),
    distributed: formatMicro(pool.distributed),
    dust: formatMicro(pool.dust),
    carriedOut: formatExact(pool.carriedOut),
    platform: formatExact(pool.platform),
    wallets: pool.parts.map(earningsOf),
    exceptions: findings.map(({ code, what, remedy }) => ({ code, what, remedy: remedy ?? FINDINGS[code] })),
  };
}

function chargesOf(charges: readonly Charge[]) {
  const seen = new Set<string>();
  return charges.map((charge, index) => {
    const key = `${charge.store} ${charge.id}`;
    if (seen.has(key)) throw new InvalidValue(`charges[${index}].id`, `${charge.id} of ${charge.store} stands twice`);
    seen.add(key);
    return chargeHistory(`charges[${index}]`, charge);
  });
}

function costOf({ description, month, amount, months = 1 }: Cost, index: number): CostItem {
  const field = `costs[${index}]`;
  return {
    description,
    month: monthOfName(`${field}.month`, month),
    amount: microOf(`${field}.amount`, amount),
    months: monthCountOf(`${field}.months`, months),
    source: { input: '', line: index },
  };
}

function usageOf(work: readonly MonthWork[], month: Month): MonthUsage {
  const index = work.findIndex((each) => each.month === formatMonth(month));
  const own = work[index];
  if (own === undefined) throw new InvalidValue('work', `has nothing of ${formatMonth(month)}`);
  // A month that is named is known, even where nobody worked: 0 rows would say that it is not (R10).
  const rows = Math.max(own.wallets.length, 1);
  const wallets = pointsOf(`work[${index}].wallets`, own.wallets);
  return { month, rows, wallets, excluded: [], trialing: { jobs: 0, points: 0n }, findings: [] };
}

function carriedOf(written = '0'): string {
  if (/^-?\d+(\.\d+)?$/.test(written)) return written;
  throw new InvalidValue('carriedIn', `${written} is not a text such as "0.25"`);
}
