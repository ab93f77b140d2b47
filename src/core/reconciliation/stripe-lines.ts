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
 * category and currency. A category that only one of the two has is compared with nothing, and rows that repeat one are
 * added up. The row that sums the summary up is compared only where it is not the sum of the summary's own rows: else the
 * lines of its categories say all of it.
 */
export function balanceChangeLines(
  days: StatedDays,
  stated: readonly CategoryTotal[],
  found: readonly CategoryTotal[],
): ReconciliationLine[] {
  const isTotal = ({ category }: CategoryTotal): boolean => category === TOTAL;
  const [totals, parts] = [summedUp(stated.filter(isTotal)), summedUp(stated.filter((each) => !isTotal(each)))];
  const ours = summedUp(found);
  const line = (one: CategoryTotal, own: Counted, theirs: Counted, categories: readonly string[]) =>
    MEASURES.map((measure) =>
      reconciledLine({
        provider: 'stripe',
        source: `balance change ${days.from} to ${days.to}`,
        category: `${one.category}_${measure}`,
        currency: one.currency,
        ours: amountsOf(own)[measure],
        theirs: amountsOf(theirs)[measure],
        causes: [],
        acceptance: null,
        note: '',
        scope: measure === 'rows' ? null : scopeOf(days, one.currency, measure, categories),
      }),
    );
  const compared = new Map([...parts, ...ours]);
  const wrongTotals = [...totals.values()].filter((total) => !isSumOf(total, parts));
  return [
    ...[...compared].flatMap(([key, one]) => line(one, ours.get(key) ?? NONE, parts.get(key) ?? NONE, [one.category])),
    ...wrongTotals.flatMap((total) => {
      const own = [...ours.values()].filter(({ currency }) => currency === total.currency);
      return line(
        total,
        sumOf(own),
        total,
        own.map(({ category }) => category),
      );
    }),
  ];
}

/** The category of the row that sums a summary up, and of no ledger row. */
const TOTAL = 'total';

type Counted = Omit<CategoryTotal, 'category' | 'currency'>;

function isSumOf(total: CategoryTotal, parts: ReadonlyMap<string, CategoryTotal>): boolean {
  const sum = sumOf([...parts.values()].filter(({ currency }) => currency === total.currency));
  return sum.count === total.count && sum.gross === total.gross && sum.fee === total.fee;
}

function sumOf(rows: readonly Counted[]): Counted {
  return rows.reduce(
    (sum, { count, gross, fee }) => ({ count: sum.count + count, gross: sum.gross + gross, fee: sum.fee + fee }),
    NONE,
  );
}

/** One total a category and currency. */
function summedUp(rows: readonly CategoryTotal[]): Map<string, CategoryTotal> {
  const totals = new Map<string, CategoryTotal>();
  for (const row of rows) totals.set(keyOf(row), { ...row, ...sumOf([totals.get(keyOf(row)) ?? NONE, row]) });
  return totals;
}

const MEASURES = ['gross', 'fee', 'net', 'rows'] as const satisfies readonly (GapMeasure | 'rows')[];

function amountsOf({ count, gross, fee }: Counted) {
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
