import type { ExclusionTotal } from '../../core/close/exclusion.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

const COLUMNS = [
  textColumn('reason'),
  textColumn('source'),
  numberColumn('rows'),
  numberColumn('amount_usd'),
  numberColumn('render_spark'),
];

/** exclusions.csv: what is left out, by reason and source; money in dollars, jobs in render Spark. */
export function exclusionsCsv(exclusions: readonly ExclusionTotal[]): string {
  const rows = exclusions.map((each) => [
    each.reason,
    each.source,
    String(each.rows),
    'amount' in each ? formatMicro(each.amount) : '',
    'points' in each ? formatMicro(each.points) : '',
  ]);
  return csvHeader(COLUMNS) + csvRows(COLUMNS, rows);
}
