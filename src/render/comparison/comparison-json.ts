import { REVENUE_PROVIDERS } from '../../core/close/net-revenue.ts';
import type { Comparison, ReportedSide, WhatIf } from '../../core/comparison/comparison.ts';
import { allProviders, type ByProvider } from '../../core/comparison/revenue-change.ts';
import type { WalletChange } from '../../core/comparison/wallet-changes.ts';
import { earningWallets } from '../../core/comparison/wallet-changes.ts';
import { formatExact } from '../../core/money/exact-decimal.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';

/** What flux, bridge and restate print with --json. Amounts are plain decimal texts. */
export function comparisonDocument(comparison: Comparison): Record<string, unknown> {
  const { from, to, revenue, pool, wallets, notes } = comparison;
  return {
    from: sideDocument(from),
    to: sideDocument(to),
    net_revenue_usd: {
      from: byProvider(revenue.from),
      to: byProvider(revenue.to),
      difference: formatMicro(allProviders(revenue.to) - allProviders(revenue.from)),
      causes: revenue.causes.map(({ cause, amounts }) => ({ cause, ...byProvider(amounts) })),
    },
    largest: revenue.largest.map(({ cause, provider, charge, event, amount }) => {
      return { cause, provider, charge, event, amount_usd: formatMicro(amount) };
    }),
    pool_usd: {
      by_net_revenue: formatExact(pool.byNetRevenue),
      by_share: formatExact(pool.byShare),
      by_carried_in: formatExact(pool.byCarriedIn),
    },
    wallets: wallets.map(walletDocument),
    notes,
  };
}

/** What whatif prints with --json. */
export function whatIfDocument({ reported, change, supposed, months }: WhatIf): Record<string, unknown> {
  return {
    as_reported: reported === null ? null : sideDocument(reported),
    ...(supposed.length === 0 ? {} : { supposed }),
    ...(months.length === 0 ? {} : { charge_by_month: months.map(supposedMonth) }),
    ...comparisonDocument(change),
  };
}

function supposedMonth({ month, before, after, share }: WhatIf['months'][number]): Record<string, unknown> {
  return { month: formatMonth(month), net_usd: formatMicro(before), supposed_usd: formatMicro(after), share };
}

function sideDocument({ month, state, digest, lines, pool, parts }: ReportedSide): Record<string, unknown> {
  return {
    month: formatMonth(month),
    state,
    digest,
    net_revenue_usd: formatMicro(pool.netRevenue),
    share: pool.share,
    pool_usd: formatExact(pool.pool),
    carried_in_usd: formatExact(pool.carriedIn),
    distributable_usd: formatMicro(pool.distributable),
    distributed_usd: formatMicro(pool.distributed),
    carried_out_usd: formatExact(pool.carriedOut),
    wallets: earningWallets(parts),
    lines: lines.map(({ line, provider, amount }) => ({ line, provider, amount_usd: amount })),
  };
}

function byProvider(amounts: ByProvider): Record<string, string> {
  const each = REVENUE_PROVIDERS.map((provider) => [provider, formatMicro(amounts[provider])] as const);
  return { ...Object.fromEntries(each), all: formatMicro(allProviders(amounts)) };
}

function walletDocument({ wallet, from, to, byPool, byPoints }: WalletChange): Record<string, unknown> {
  return {
    wallet,
    render_spark: { from: formatMicro(from.points), to: formatMicro(to.points) },
    earned_usd: { from: formatMicro(from.earned), to: formatMicro(to.earned) },
    difference_usd: formatMicro(to.earned - from.earned),
    by_pool_usd: formatMicro(byPool),
    by_points_usd: formatMicro(byPoints),
  };
}
