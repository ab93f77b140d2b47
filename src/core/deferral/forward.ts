import { type Exact, exactFromMicro, exactFromText } from '../money/exact-decimal.ts';
import type { MicroUsd } from '../money/micro.ts';
import { addMonths, type Month } from '../month/month.ts';
import type { Movement } from './movement.ts';
import { recognisedIn, type WaterfallRow } from './waterfall.ts';

/** How many months an annual charge reaches beyond its own. */
const MONTHS_AHEAD = 11;

/** What charges made so far bring in a later month, if nothing more happens to them. */
export interface ForwardMonth {
  readonly month: Month;
  /** Net revenue by provider, in micro-dollars; only providers with something. */
  readonly byProvider: readonly { readonly provider: Movement['provider']; readonly net: MicroUsd }[];
  readonly net: MicroUsd;
  /** The workers' share of it, exact: the part of that month's pool that is committed already. */
  readonly pool: Exact;
}

/**
 * The run-off of the deferred balance over the next eleven months, and the pool it commits (R10): each month by the share
 * that is in force for it, as far as that is known today.
 */
export function forwardView(
  waterfall: readonly WaterfallRow[],
  month: Month,
  shareIn: (month: Month) => string,
  monthsAhead = MONTHS_AHEAD,
): ForwardMonth[] {
  return Array.from({ length: monthsAhead }, (_, index) => {
    const later = addMonths(month, index + 1);
    const byProvider = new Map<Movement['provider'], bigint>();
    for (const row of waterfall) {
      const net = recognisedIn(row, later);
      if (net !== 0n) byProvider.set(row.provider, (byProvider.get(row.provider) ?? 0n) + net);
    }
    const net = [...byProvider.values()].reduce((sum, each) => sum + each, 0n);
    return {
      month: later,
      byProvider: [...byProvider].map(([provider, each]) => ({ provider, net: each })),
      net,
      pool: exactFromMicro(net).times(exactFromText(shareIn(later))),
    };
  });
}
