import type { ForwardMonth } from '../../core/deferral/forward.ts';
import { formatExact } from '../../core/money/exact-decimal.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('later_month'),
  textColumn('provider'),
  numberColumn('deferred_usd'),
  numberColumn('committed_pool_usd'),
];

/** forward.csv: what charges made so far bring in each of the next eleven months; the pool only in all. */
export function forwardCsv(forward: readonly ForwardMonth[], month: Month, state: string): string {
  const cells = forward.flatMap((each) => {
    const head = [formatMonth(month), state, formatMonth(each.month)];
    const own = each.byProvider.map(({ provider, net }) => [...head, provider, formatMicro(net), '']);
    return [...own, [...head, 'all', formatMicro(each.net), formatExact(each.pool)]];
  });
  return csvHeader(COLUMNS) + csvRows(COLUMNS, cells);
}
