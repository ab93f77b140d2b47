import type { ForwardMonth } from '../../core/deferral/forward.ts';
import type { Exact } from '../../core/money/exact-decimal.ts';
import type { MicroUsd } from '../../core/money/micro.ts';
import type { Month } from '../../core/month/month.ts';
import { type Columns, csvText, exact, HEAD, micro, month, type ReportHead, text } from './columns.ts';

interface ForwardRow extends ReportHead {
  readonly later: Month;
  readonly provider: string;
  readonly net: MicroUsd;
  readonly pool: Exact | null;
}

const COLUMNS = {
  ...HEAD,
  later_month: month.of(({ later }) => later),
  provider: text.of(({ provider }) => provider),
  deferred_usd: micro.of(({ net }) => net),
  committed_pool_usd: exact.orEmpty(({ pool }) => pool),
} satisfies Columns<ForwardRow>;

/** forward.csv: what charges made so far bring in each of the next eleven months; the pool only in all. */
export function forwardCsv(forward: readonly ForwardMonth[], month: Month, state: string): string {
  const rows = forward.flatMap(({ month: later, byProvider, net, pool }): ForwardRow[] => {
    const head = { month, state, later };
    return [...byProvider.map((own) => ({ ...head, ...own, pool: null })), { ...head, provider: 'all', net, pool }];
  });
  return csvText(COLUMNS, rows);
}
