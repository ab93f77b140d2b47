import type { ExclusionTotal } from '../../core/close/exclusion.ts';
import { type Columns, count, csvText, micro, text } from './columns.ts';

const COLUMNS = {
  reason: text.of(({ reason }) => reason),
  source: text.of(({ source }) => source),
  rows: count.of(({ rows }) => rows),
  amount_usd: micro.orEmpty((total) => ('amount' in total ? total.amount : null)),
  render_spark: micro.orEmpty((total) => ('points' in total ? total.points : null)),
} satisfies Columns<ExclusionTotal>;

/** exclusions.csv: what is left out, by reason and source; money in dollars, jobs in render Spark. */
export function exclusionsCsv(exclusions: readonly ExclusionTotal[]): string {
  return csvText(COLUMNS, exclusions);
}
