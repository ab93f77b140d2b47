import { truncatedProportion } from '../money/proportion.ts';
import { addMonths, type Month } from '../month/month.ts';

/** The months that a charge, or one line of it, pays for (R5). */
export interface Coverage {
  /** First covered month. */
  readonly first: Month;
  /** How many consecutive months are covered, at least 1. */
  readonly months: number;
  /** The charge's month. What a proration line covers before it posts in it. */
  readonly postsFrom: Month;
}

/** A charge covers n consecutive months from its own month (R5): the purchase month first, nothing in month n + 1. */
export function coverageFrom(chargeMonth: Month, months: number): Coverage {
  return { first: chargeMonth, months, postsFrom: chargeMonth };
}

/** n of a service period [s, e): the months from s's month to e's month, at least 1 (R5). */
export function monthsOfPeriod(startMonth: Month, endMonth: Month): number {
  return Math.max(1, endMonth - startMonth);
}

/** The last month in which something posts. */
export function lastPostingMonth(coverage: Coverage): Month {
  return Math.max(addMonths(coverage.first, coverage.months - 1), coverage.postsFrom) as Month;
}

/** k of n for a month: 0 before the coverage, n from its last month on. */
export function coveredUpTo(coverage: Coverage, month: Month): number {
  return Math.min(Math.max(month - coverage.first + 1, 0), coverage.months);
}

/**
 * What a total posts in one month (R5): `trunc(T*k/n) - trunc(T*(k-1)/n)`.
 * The months sum to the total for every total and n, and any month can be computed alone.
 */
export function postedIn(total: bigint, coverage: Coverage, month: Month): bigint {
  if (month < coverage.postsFrom) return 0n;
  const upToMonth = cumulative(total, coverage, month);
  if (month === coverage.postsFrom) return upToMonth;
  return upToMonth - cumulative(total, coverage, addMonths(month, -1));
}

/** What a total posts up to and with a month, as one figure (R5). */
export function postedUpTo(total: bigint, coverage: Coverage, month: Month): bigint {
  return month < coverage.postsFrom ? 0n : cumulative(total, coverage, month);
}

function cumulative(total: bigint, coverage: Coverage, month: Month): bigint {
  return truncatedProportion(total, BigInt(coveredUpTo(coverage, month)), BigInt(coverage.months));
}
