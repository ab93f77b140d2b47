import type { ExclusionTotal } from '../../core/close/exclusion.ts';
import { type Columns, count, csvText, micro, text } from './columns.ts';

const COLUMNS = {
  reason: text.of(({ reason }) => reason),
  source: text.of(({ source }) => source),
  rows: count.of(({ rows }) => rows),
  amount_usd: micro.orEmpty((total) => ('amount' in total ? total.amount : null)),
  render_spark: micro.orEmpty((total) => ('points' in total ? total.points : null)),
  ...paidBy('sogni'),
  ...paidBy('paid_spark'),
  ...paidBy('free_spark'),
} satisfies Columns<ExclusionTotal>;

/** Of jobs that are paid elsewhere those that one payment model paid; empty of everything else. */
function paidBy(paymentModel: string) {
  const own = (total: ExclusionTotal) =>
    'points' in total && total.paidBy !== undefined
      ? (total.paidBy.find((each) => each.paymentModel === paymentModel) ?? { jobs: 0, points: 0n })
      : null;
  return {
    [`${paymentModel}_rows`]: count.orEmpty((total: ExclusionTotal) => own(total)?.jobs ?? null),
    [`${paymentModel}_render_spark`]: micro.orEmpty((total: ExclusionTotal) => own(total)?.points ?? null),
  };
}

/**
 * exclusions.csv: what is left out, by reason and source; money in dollars, jobs in render Spark. Jobs that are paid
 * elsewhere are told apart by what paid them: SOGNI, Premium Spark (paid_spark) or Free Spark; what usage.payment_models
 * adds to these is the rest.
 */
export function exclusionsCsv(exclusions: readonly ExclusionTotal[]): string {
  return csvText(COLUMNS, exclusions);
}
