import { netRevenueOf, REVENUE_PROVIDERS, type RevenueProvider } from '../../../core/close/net-revenue.ts';
import { formatMonth } from '../../../core/month/month.ts';
import { exactUsd, usd } from '../amounts.ts';
import { chartOf, keyOf } from '../charts/chart.ts';
import { type MonthBar, monthBars } from '../charts/month-bars.ts';
import { type Html, html } from '../html.ts';
import type { PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';

/** What the month recognised, and what its charges have still to bring in the twelve months after it. */
export function deferredSection({ close, forward }: PageFacts): Html {
  const own: MonthBar = {
    month: close.month,
    parts: REVENUE_PROVIDERS.map((provider) => part(provider, netRevenueOf(close.revenue.lines[provider]))),
  };
  const later = forward.map(({ month, byProvider }): MonthBar => {
    const net = new Map<RevenueProvider, bigint>(byProvider.map((each) => [each.provider, each.net]));
    return { month, parts: REVENUE_PROVIDERS.map((provider) => part(provider, net.get(provider) ?? 0n)) };
  });
  const deferred = forward.reduce((sum, { net }) => sum + net, 0n);
  const used = REVENUE_PROVIDERS.filter((provider) =>
    [own, ...later].some(({ parts }) => parts.some(({ name, amount }) => name === provider && amount !== 0n)),
  );
  const chart = monthBars(
    {
      id: 'deferred-months',
      title: 'Recognised in the month (first bar), and deferred to the next twelve, USD',
      says: 'Net revenue of the month by store, then what charges made so far bring in each later month if nothing more happens to them.',
      key: keyOf(used.map((name) => ({ look: name, name }))),
    },
    [own, ...later],
  );
  return html`<section><h2 id="deferred">Recognised and deferred</h2>
<p>${usd(close.pool.netRevenue)} USD were recognised in ${formatMonth(close.month)}; ${usd(deferred)} USD of charges made so
far wait for the twelve months after it.</p>
${chartOf(chart)}
${tableOf({
  id: 'forward',
  caption: 'What charges made so far bring in each later month, USD (forward.csv)',
  columns: [
    { name: 'Month' },
    ...used.map((name) => ({ name, kind: 'number' as const })),
    { name: 'all', kind: 'number' },
    { name: 'workers’ share of it', kind: 'number' },
  ],
  rows: forward.map(({ month, byProvider, net, pool }) => [
    formatMonth(month),
    ...used.map((provider) => usd(byProvider.find((each) => each.provider === provider)?.net ?? 0n)),
    usd(net),
    exactUsd(pool),
  ]),
})}</section>`;
}

function part(provider: RevenueProvider, amount: bigint): MonthBar['parts'][number] {
  return { look: provider, name: provider, amount };
}
