import type { GapMeasure, GapScope } from './gap-scope.ts';
import { type ReconciliationLine, reconciledLine } from './reconciliation-line.ts';

/** The total of one reporting category in one currency, as Stripe states it or as the ledger has it; micro-units of that currency. */
export interface CategoryTotal {
  readonly category: string;
  readonly currency: string;
  readonly count: number;
  readonly gross: bigint;
  readonly fee: bigint;
}

/** Whole days, `YYYY-MM-DD`, both included, with the instants that bound them (half-open, ms UTC). */
export interface StatedDays {
  readonly from: string;
  readonly to: string;
  readonly fromMs: number;
  readonly beforeMs: number;
}

const NONE = { count: 0, gross: 0n, fee: 0n };
const MICRO = 1_000_000n;

/**
 * Stripe's balance change summary against the ledger rows of the same days: rows, gross, fee and net of every reporting
 * category and currency. A category that only one of the two has is compared with nothing.
 */
export function balanceChangeLines(
  days: StatedDays,
  stated: readonly CategoryTotal[],
  found: readonly CategoryTotal[],
): ReconciliationLine[] {
  const theirs = new Map(stated.map((each) => [keyOf(each), each]));
  const ours = new Map(found.map((each) => [keyOf(each), each]));
  const categories = new Map(
    [...theirs, ...ours].map(([key, { category, currency }]) => [key, { category, currency }]),
  );
  return [...categories].flatMap(([key, { category, currency }]) => {
    const amounts = amountsOf(ours.get(key) ?? NONE);
    const statedAmounts = amountsOf(theirs.get(key) ?? NONE);
    return MEASURES.map((measure) =>
      reconciledLine({
        provider: 'stripe',
        source: `balance change ${days.from} to ${days.to}`,
        category: `${category}_${measure}`,
        currency,
        ours: amounts[measure],
        theirs: statedAmounts[measure],
        causes: [],
        acceptance: null,
        note: '',
        scope: measure === 'rows' ? null : scopeOf(days, currency, measure, [category]),
      }),
    );
  });
}

const MEASURES = ['gross', 'fee', 'net', 'rows'] as const satisfies readonly (GapMeasure | 'rows')[];

function amountsOf({ count, gross, fee }: Omit<CategoryTotal, 'category' | 'currency'>) {
  return { gross, fee, net: gross - fee, rows: BigInt(count) * MICRO };
}

function keyOf({ category, currency }: CategoryTotal): string {
  return `${category} ${currency}`;
}

/** A row of Stripe's balance summary; micro-units of its currency. */
export interface BalanceRow {
  /** `starting_balance`, `activity`, `payouts`, `ending_balance`; others are parts of them. */
  readonly category: string;
  readonly currency: string;
  readonly amount: bigint;
}

/** What a balance summary states of one currency. */
export interface BalanceStatement {
  readonly currency: string;
  readonly starting: bigint;
  readonly activity: bigint;
  readonly payouts: bigint;
  readonly ending: bigint;
}

/** Reporting categories that Stripe sums up as payouts; everything else is activity. */
const PAYOUTS: ReadonlySet<string> = new Set(['payout', 'payout_reversal']);

/** Stripe's balance summary: activity and payouts against the ledger, and the ending balance against its own parts. */
export function balanceLines(
  days: StatedDays,
  stated: readonly BalanceStatement[],
  found: readonly CategoryTotal[],
): ReconciliationLine[] {
  return stated.flatMap(({ currency, starting, activity, payouts, ending }) => {
    const own = found.filter((each) => each.currency === currency);
    const line = (category: string, ours: bigint, theirs: bigint, categories: readonly string[] | null) =>
      reconciledLine({
        provider: 'stripe',
        source: `balance ${days.from} to ${days.to}`,
        category,
        currency,
        ours,
        theirs,
        causes: [],
        acceptance: null,
        note: '',
        scope: categories === null ? null : scopeOf(days, currency, 'net', categories),
      });
    const isPayout = ({ category }: CategoryTotal): boolean => PAYOUTS.has(category);
    const [paid, active] = [own.filter(isPayout), own.filter((each) => !isPayout(each))];
    return [
      line(
        'activity',
        netOfAll(active),
        activity,
        active.map(({ category }) => category),
      ),
      line('payouts', netOfAll(paid), payouts, [...PAYOUTS]),
      line('ending_balance', starting + activity + payouts, ending, null),
    ];
  });
}

function scopeOf(
  { fromMs, beforeMs }: StatedDays,
  currency: string,
  measure: GapMeasure,
  categories: readonly string[],
): GapScope {
  return { inputs: 'stripe-ledger', categories, currency, measure, fromMs, beforeMs };
}

function netOfAll(totals: readonly CategoryTotal[]): bigint {
  return totals.reduce((sum, { gross, fee }) => sum + gross - fee, 0n);
}
