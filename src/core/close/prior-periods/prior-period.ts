import { type Components, isNothing, NOTHING, subtractComponents } from '../../money/components.ts';
import type { Month } from '../../month/month.ts';
import type { Posting } from '../../revenue/posting.ts';
import type { SourceLine } from '../../revenue/provider.ts';

/** What final months have posted for one charge (or cost) and original month, later adjustments included. */
export interface PostedBefore {
  readonly entry: 'charge' | 'cost';
  readonly provider: Posting['provider'];
  readonly charge: string;
  readonly originalMonth: Month;
  readonly amounts: Components;
  readonly source: SourceLine;
}

/** What an adjustment is booked under. */
export type PriorPeriodSubject = Pick<
  Posting,
  'entry' | 'provider' | 'charge' | 'source' | 'plan' | 'currency' | 'rate'
>;

/** What a charge (or cost) should have posted in a final month, as now known. */
export interface ShouldHavePosted {
  readonly originalMonth: Month;
  readonly amounts: Components;
}

/**
 * R16: for final months the difference (should be - posted) posts in the first open month, with its original month and
 * reason. One adjustment per original month that differs.
 */
export function priorPeriodPostings(
  subject: PriorPeriodSubject,
  should: readonly ShouldHavePosted[],
  posted: readonly PostedBefore[],
  openMonth: Month,
): Posting[] {
  const reason = posted.length === 0 ? 'late' : should.every((each) => isNothing(each.amounts)) ? 'gone' : 'changed';
  return differencesBetween(should, posted)
    .sort(([a], [b]) => a - b)
    .map(([originalMonth, amounts]) => ({
      month: openMonth,
      originalMonth,
      entry: subject.entry,
      provider: subject.provider,
      charge: subject.charge,
      line: '',
      kind: 'prior-period',
      event: reason,
      plan: subject.plan,
      coverage: null,
      scheduled: false,
      amounts,
      currency: subject.currency,
      rate: subject.rate,
      source: subject.source,
    }));
}

/** Whether final months posted what they should have, which is so of nearly everything that ever was. */
export function isAsPosted(should: readonly ShouldHavePosted[], posted: readonly PostedBefore[]): boolean {
  return differencesBetween(should, posted).length === 0;
}

/** By original month: what should have posted, less what did. */
function differencesBetween(
  should: readonly ShouldHavePosted[],
  posted: readonly PostedBefore[],
): [Month, Components][] {
  const differences = new Map<Month, Components>();
  for (const each of should) add(differences, each.originalMonth, each.amounts);
  for (const each of posted) add(differences, each.originalMonth, subtractComponents(NOTHING, each.amounts));
  return [...differences].filter(([, amounts]) => !isNothing(amounts));
}

function add(sums: Map<Month, Components>, month: Month, amounts: Components): void {
  const before = sums.get(month) ?? NOTHING;
  sums.set(month, {
    gross: before.gross + amounts.gross,
    tax: before.tax + amounts.tax,
    fee: before.fee + amounts.fee,
  });
}
